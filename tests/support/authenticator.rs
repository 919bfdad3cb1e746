//! A browser with an authenticator, in software: makes and uses a passkey (WebAuthn level 3; ES256, no attestation), and does it wrong when told to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// One passkey, and how its owner uses it.
pub struct Authenticator {
    key: EcdsaKeyPair,
    /// Its id.
    pub id: Vec<u8>,
    /// How often it was used.
    pub counter: u32,
    /// Where the browser says it is.
    pub origin: String,
    /// For whom the passkey is.
    pub rp_id: String,
    /// Whether the owner gives a finger or a PIN.
    pub verifies: bool,
}

impl Authenticator {
    /// One with this id, on `http://localhost`.
    pub fn new(id: &str) -> Self {
        let random = SystemRandom::new();
        let alg = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(alg, &random).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(alg, pkcs8.as_ref(), &random).unwrap(),
            id: id.as_bytes().to_vec(),
            counter: 0,
            origin: "http://localhost".into(),
            rp_id: "localhost".into(),
            verifies: true,
        }
    }

    /// What the browser sends when the page asks for a new passkey.
    pub fn makes(&mut self, page: &str) -> String {
        let client = self.client("webauthn.create", &options(page, "create"));
        let mut data = self.data(WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.key.public_key().as_ref();
        // A COSE key: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        attestation.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        attestation.extend(data);
        let response =
            json!({"attestationObject": text(&attestation), "clientDataJSON": text(&client)});
        self.told(&response)
    }

    /// What the browser sends when the page asks for the passkey.
    pub fn uses(&mut self, page: &str) -> String {
        self.counter += 1;
        let client = self.client("webauthn.get", &options(page, "get"));
        let data = self.data(0);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "authenticatorData": text(&data),
            "clientDataJSON": text(&client),
            "signature": text(signature.as_ref()),
            "userHandle": null,
        });
        self.told(&response)
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let client = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        client.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        data.push(PRESENT | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn told(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response}).to_string()
    }
}

/// What a page asks of the browser: the `publicKey` of `navigator.credentials.create` or `get`.
pub fn options(page: &str, how: &str) -> Value {
    let start = format!("data-passkey=\"{how}\" data-options=\"");
    let (_, rest) = page
        .split_once(&start)
        .expect("the page asks for a passkey");
    let escaped = rest.split_once('"').unwrap().0;
    let plain = escaped.replace("&#34;", "\"").replace("&#38;", "&");
    let all: Value = serde_json::from_str(&plain).unwrap();
    all["publicKey"].clone()
}

/// Bytes as the browser sends them.
pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
