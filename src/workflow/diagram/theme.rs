//! The colours and letters of the picture, for a light and a dark page.

/// Style sheet inside the picture. The picture has a ground of its own, so it reads on any page.
pub(super) const STYLE: &str = "\
text{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:#1c2329}\
.ground{fill:#fff;stroke:#d5dae0}\
.title{font-size:23px;font-weight:650}.subtitle{font-size:15px;fill:#4d5966}\
.lane.swv{fill:#e9f1fb}.lane.ggd{fill:#e6f4ec}.lane.family{fill:#fdf2dd}.lane.gemeente{fill:#f0ebfa}\
.lane-title{font-size:15px;font-weight:650;text-anchor:end}\
.lane-title.swv{fill:#1d5290}.lane-title.ggd{fill:#1c6141}.lane-title.family{fill:#7f4f00}.lane-title.gemeente{fill:#54379a}\
.box{fill:#fff;stroke-width:1.6}\
.box.swv{stroke:#2f6db3}.box.ggd{stroke:#2c7a54}.box.family{stroke:#a86a0b}.box.gemeente{stroke:#6b4bb0}\
.end{fill:#eceff2;stroke:#66717d;stroke-width:1.6}\
.box-title{font-size:14.5px;font-weight:650}.end-title{font-size:12.5px;font-weight:600;text-anchor:middle}\
.term{font-size:12px;font-style:italic;fill:#4d5966}.step{font-size:12px}\
.line{fill:none;stroke:#3a4550;stroke-width:1.7}.head{fill:#3a4550}\
.label{font-size:12px;fill:#26303a}.centred{text-anchor:middle}\
.everywhere{fill:#f4f6f8}.everywhere-title{font-size:14px;font-weight:650}.what{font-size:13px;font-weight:600}.from{font-size:13px;fill:#4d5966}\
@media (prefers-color-scheme:dark){\
text{fill:#e8ebee}.ground{fill:#10151a;stroke:#2c353e}.subtitle,.term,.from{fill:#a9b4bf}\
.lane.swv{fill:#13233a}.lane.ggd{fill:#12291f}.lane.family{fill:#2c220f}.lane.gemeente{fill:#211a35}\
.lane-title.swv{fill:#8dbdf3}.lane-title.ggd{fill:#7fd0a8}.lane-title.family{fill:#ecc070}.lane-title.gemeente{fill:#c3adf5}\
.box{fill:#1a2129}.box.swv{stroke:#6aa5e6}.box.ggd{stroke:#5cb78b}.box.family{stroke:#d7a548}.box.gemeente{stroke:#a88cea}\
.end{fill:#262e36;stroke:#94a0ac}.line{stroke:#b9c4ce}.head{fill:#b9c4ce}.label{fill:#d5dce2}.everywhere{fill:#192027}}";
