//! `tom party` and `tom user`: who takes part, and who may sign in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::action::setup::{self, NewEmployee};
use crate::action::{ActionError, joining};
use crate::app::App;
use crate::domain::advice::Appointed;
use crate::domain::contact::Email;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::dates;
use crate::domain::organisation::{Organisation, Settings};
use crate::domain::party::{PartyId, PartyKind, Role, UserId};

use super::Failed;
use super::serve::Configured;

/// What can be done with parties.
#[derive(Debug, Subcommand)]
pub enum Party {
    /// List every party
    List,
    /// Add a party, or change its name and settings
    Put(PutParty),
    /// Record that an organisation takes part in the covenant (art. 18): before that it can't be given data
    Join(Join),
    /// Record that an organisation takes part no more: from that day on it is given nothing, and the others are told
    Leave(Leave),
    /// List who takes part
    Participants,
}

/// How an organisation came to take part.
#[derive(Debug, Args)]
pub struct Join {
    /// Id: of the party, or a new one for an organisation that doesn't work with TOM itself
    id: String,
    /// The name as people read it
    #[arg(long)]
    name: String,
    /// Since when, YYYY-MM-DD
    #[arg(long)]
    on: String,
    /// It signed the covenant itself
    #[arg(long, conflicts_with = "form", required_unless_present = "form")]
    signed_covenant: bool,
    /// The signed toetredingsformulier (Bijlage 1), a PDF
    #[arg(long, requires = "received_by")]
    form: Option<PathBuf>,
    /// Id of the party that received the form; its key seals it
    #[arg(long)]
    received_by: Option<String>,
}

/// How an organisation left.
#[derive(Debug, Args)]
pub struct Leave {
    /// Id of the organisation
    id: String,
    /// The first day on which it takes part no more, YYYY-MM-DD
    #[arg(long)]
    on: String,
}

/// A party to store.
#[derive(Debug, Args)]
pub struct PutParty {
    /// Short id, such as swv-de-eem
    id: String,
    /// swv, ggd, gemeente or local_team
    #[arg(long)]
    kind: String,
    /// The name as people read it
    #[arg(long)]
    name: String,
    /// The settings, as JSON: address, place, telephone, email, sector, seintje_route, secured_email, fg_email, need_to_know, apply_online, destruction_list, automatic_from, log_months, certificate_months, review_months, objection_clause
    #[arg(long, default_value = "{}")]
    settings: String,
}

/// What can be done with employees.
#[derive(Debug, Subcommand)]
pub enum User {
    /// List every employee
    List,
    /// Add an employee; the password is read from standard input
    Add(AddUser),
    /// Give an employee another password, read from standard input; every session ends
    Password(Known),
    /// Take the second factor of an employee away, who lost it; every session ends, and at the next sign-in a new one is set up
    ResetFactor(Known),
    /// Let an employee not sign in any more; every session ends at once
    Disable(Known),
    /// Let an employee sign in again
    Enable(Known),
    /// Record that a municipality appointed a doctor (art. 7 LPW)
    Appoint(Appoint),
}

/// An employee who is there already.
#[derive(Debug, Args)]
pub struct Known {
    /// E-mail address to sign in with
    email: String,
}

/// An employee to add.
#[derive(Debug, Args)]
pub struct AddUser {
    /// E-mail address to sign in with
    email: String,
    /// The person's name, as letters are signed with it
    #[arg(long)]
    name: String,
    /// Id of the party
    #[arg(long)]
    party: String,
    /// swv, coordinator, doctor, lpa, local_team, admin, fg or policy
    #[arg(long)]
    role: String,
}

/// An appointment of a doctor.
#[derive(Debug, Args)]
pub struct Appoint {
    /// Id of the doctor
    doctor: String,
    /// Id of the municipality
    #[arg(long)]
    municipality: String,
    /// First day, YYYY-MM-DD
    #[arg(long)]
    from: String,
    /// Last day, YYYY-MM-DD
    #[arg(long)]
    until: Option<String>,
}

/// Does what was asked with parties.
pub(super) async fn party(configured: &Configured, command: Party) -> Result<(), Failed> {
    let (_, app) = configured.wire().await?;
    match command {
        Party::List => {
            for party in setup::all_parties(&app.house).await.map_err(Failed::new)? {
                println!(
                    "{}\t{}\t{}",
                    party.id.as_str(),
                    party.kind.code(),
                    party.name
                );
            }
        }
        Party::Join(join) => self::join(&app, join).await?,
        Party::Leave(Leave { id, on }) => {
            let on = dates::from_iso(&on).map_err(Failed::new)?;
            let left = joining::leave(&app.house, PartyId(id), on).await;
            left.map_err(Failed::new)?;
        }
        Party::Participants => {
            for (participant, form) in joining::all(&app.house).await.map_err(Failed::new)? {
                let (id, on) = (participant.id.as_str(), dates::iso(participant.joined_on));
                let paper = form.unwrap_or_else(|| participant.ground.code().to_owned());
                let left = participant
                    .left_on
                    .map(|on| format!("\t{}", dates::iso(on)));
                let left = left.unwrap_or_default();
                println!("{id}\t{on}\t{}\t{paper}{left}", participant.name);
            }
        }
        Party::Put(put) => {
            let kind = PartyKind::from_code(&put.kind)
                .ok_or_else(|| Failed::text("--kind is one of swv, ggd, gemeente, local_team"))?;
            let settings: Settings = serde_json::from_str(&put.settings).map_err(Failed::new)?;
            let party = Organisation {
                id: PartyId(put.id),
                kind,
                name: put.name,
                settings,
            };
            setup::put_party(&app.house, party)
                .await
                .map_err(Failed::new)?;
        }
    }
    app.house.store.close().await;
    Ok(())
}

async fn join(app: &App, join: Join) -> Result<(), Failed> {
    let read = |path: PathBuf| std::fs::read(path).map_err(Failed::new);
    let pdf = join.form.map(read).transpose()?;
    let form = pdf.zip(join.received_by).map(|(pdf, by)| joining::Form {
        received_by: PartyId(by),
        pdf,
    });
    let participant = Participant {
        id: PartyId(join.id),
        name: join.name,
        joined_on: dates::from_iso(&join.on).map_err(Failed::new)?,
        left_on: None,
        ground: if form.is_some() {
            Ground::Form
        } else {
            Ground::Covenant
        },
    };
    joining::join(&app.house, participant, form)
        .await
        .map_err(Failed::new)
}

/// Does what was asked with employees.
pub(super) async fn user(configured: &Configured, command: User) -> Result<(), Failed> {
    let (_, app) = configured.wire().await?;
    match command {
        User::List => {
            for (email, name, role, party, active) in setup::all_employees(&app.house)
                .await
                .map_err(Failed::new)?
            {
                let active = if active { "" } else { "\t(uit)" };
                println!("{email}\t{name}\t{role}\t{party}{active}");
            }
        }
        User::Add(add) => {
            let role = Role::from_code(&add.role)
                .filter(|role| PartyKind::ALL.into_iter().any(|kind| role.works_for(kind)));
            let role = role.ok_or_else(|| {
                Failed::text(
                    "--role is one of swv, coordinator, doctor, lpa, local_team, admin, fg, policy",
                )
            })?;
            let email = Email::parse(&add.email).map_err(Failed::new)?;
            let employee = NewEmployee {
                id: None,
                party: PartyId(add.party),
                email: email.as_str().to_owned(),
                name: add.name,
                role,
            };
            let id = setup::add_employee(&app.house, employee, typed(&app).await?)
                .await
                .map_err(Failed::new)?;
            println!("{}", id.as_str());
        }
        User::Password(Known { email }) => {
            setup::set_password(&app.house, &email, typed(&app).await?)
                .await
                .map_err(unknown)?;
        }
        User::ResetFactor(Known { email }) => {
            setup::reset_factor(&app.house, &email)
                .await
                .map_err(unknown)?;
        }
        User::Disable(Known { email }) => {
            setup::set_active(&app.house, &email, false)
                .await
                .map_err(unknown)?;
        }
        User::Enable(Known { email }) => {
            setup::set_active(&app.house, &email, true)
                .await
                .map_err(unknown)?;
        }
        User::Appoint(appoint) => {
            let date = |text: &str| {
                dates::from_iso(text).map_err(|_| Failed::text("a date is written as YYYY-MM-DD"))
            };
            let appointed = Appointed {
                doctor: UserId(appoint.doctor),
                municipality: PartyId(appoint.municipality),
                from: date(&appoint.from)?,
                until: appoint.until.as_deref().map(date).transpose()?,
            };
            setup::appoint(&app.house, appointed)
                .await
                .map_err(Failed::new)?;
        }
    }
    app.house.store.close().await;
    Ok(())
}

/// The hash of the password on standard input: one line.
async fn typed(app: &App) -> Result<String, Failed> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Failed::new)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned().into();
    let hashed = app.state.passwords.hash(password, &app.house.random).await;
    hashed.map_err(Failed::new)
}

fn unknown(error: ActionError) -> Failed {
    match error {
        ActionError::NotFound => Failed::text("no employee has this e-mail address"),
        other => Failed::new(other),
    }
}
