//! Talking to an OpenID Connect provider, where people sign in instead of here: the authorization code flow with PKCE.
//!
//! | step | who | what |
//! | --- | --- | --- |
//! | 1 | [`Provider::address`] | where a browser is sent, with state, nonce and the digest of a verifier |
//! | 2 | the provider | asks who it is, and sends the browser back with state and a code |
//! | 3 | [`Provider::person`] | the code and the verifier for an ID token, which is checked: signature, issuer, audience, time, nonce |
//!
//! What is known of the provider (its addresses and its public keys) is fetched when it is needed and forgotten after five
//! minutes; a signature that no known key made is looked at once more with newly fetched keys. Nothing that a provider
//! writes is shown to anybody: it goes to the log, shortened.

mod fetch;
pub mod roles;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::url::{Host, Url};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenFields, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use fetch::Fetch;
pub(crate) use fetch::choose_cryptography;
use roles::Roles;

/// The page that the provider sends browsers back to.
pub const RETURN_PATH: &str = "/logga-in/oidc/tillbaka";
/// How long what the provider says about itself is believed.
const LASTING: Duration = Duration::from_secs(5 * 60);

/// What the settings say of a provider.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its address, as it names itself.
    pub issuer: String,
    /// What it calls this service.
    pub client_id: String,
    /// What this service shows to be that one.
    pub client_secret: String,
    /// What it is called on the button.
    pub name: String,
    /// The claim that has a person's groups.
    pub groups_claim: String,
    /// What groups are trusted with.
    pub roles: Roles,
    /// The service's own address, without a path.
    pub public_url: String,
}

/// A provider that people may sign in at.
pub struct Provider {
    name: String,
    issuer: String,
    client_id: ClientId,
    client_secret: ClientSecret,
    groups_claim: String,
    roles: Roles,
    redirect: String,
    fetch: Fetch,
    found: Mutex<Option<(Instant, Arc<Found>)>>,
}

/// Somebody whom the provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who says so.
    pub issuer: String,
    /// Who it is, there, for ever.
    pub subject: String,
    /// What the person is called, if that is said.
    pub name: Option<String>,
    /// What the person is used to sign in as, if that is said.
    pub login: Option<String>,
    /// The groups that the person is in.
    pub groups: Vec<String>,
}

/// Why nobody came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The provider does not take the code: it is too old, used, or another service's.
    Code(String),
    /// The provider cannot be reached, or answers what cannot be believed.
    Provider(String),
}

/// The secrets of one try, all made from one that the browser keeps: nothing that is stored can finish it.
#[derive(Clone)]
pub struct Secrets {
    /// Goes through the browser, and comes back.
    pub state: String,
    /// Comes back inside the ID token.
    pub nonce: String,
    /// Shows that whoever has the code is the one who asked for it.
    pub verifier: String,
}

/// Claims that are not among those that everybody has.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Rest {
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl AdditionalClaims for Rest {}

type Token = IdToken<Rest, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    Rest,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
/// The provider as it says that it is, in the words of the crate.
type Found = Client<
    Rest,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Provider {
    /// A provider that nothing has been asked of yet.
    #[must_use]
    pub fn new(known: Known) -> Self {
        Self {
            name: known.name,
            issuer: known.issuer,
            client_id: ClientId::new(known.client_id),
            client_secret: ClientSecret::new(known.client_secret),
            groups_claim: known.groups_claim,
            roles: known.roles,
            redirect: format!("{}{RETURN_PATH}", known.public_url),
            fetch: Fetch::default(),
            found: Mutex::default(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// In which claim the groups stand.
    #[must_use]
    pub fn groups_claim(&self) -> &str {
        &self.groups_claim
    }

    /// What groups are trusted with.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Where a browser is sent to say who it is.
    pub async fn address(&self, secrets: &Secrets) -> Result<String, Failure> {
        let found = self.found(false).await?;
        if !is_private(found.auth_uri().url()) {
            return Err(Failure::Provider("its authorization endpoint is not reached by https".to_owned()));
        }
        let (state, nonce) = (CsrfToken::new(secrets.state.clone()), Nonce::new(secrets.nonce.clone()));
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let (address, _, _) = found
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.into())
    }

    /// Who it is that has come back with a code.
    pub async fn person(&self, code: String, secrets: &Secrets, now: DateTime<Utc>) -> Result<Person, Failure> {
        let found = self.found(false).await?;
        let request = found.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| Failure::Provider(told("no token endpoint", &error)))?;
        let fetch = |request| self.fetch.call(request);
        let answer = request
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
            .request_async(&fetch)
            .await
            .map_err(|error| match &error {
                RequestTokenError::ServerResponse(answer) if *answer.error() == CoreErrorResponseType::InvalidGrant => {
                    Failure::Code(told("the code was not taken", &error))
                }
                _ => Failure::Provider(told("no token", &error)),
            })?;
        let token = answer.id_token().ok_or_else(|| Failure::Provider("an answer without an ID token".to_owned()))?;
        let nonce = Nonce::new(secrets.nonce.clone());
        match read(&found, token, &nonce, now) {
            // Its keys may be new since we asked.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let found = self.found(true).await?;
                read(&found, token, &nonce, now)
            }
            other => other,
        }
        .map_err(|error| Failure::Provider(told("the ID token is not to be believed", &error)))
        .and_then(|claims| self.read_person(claims))
    }

    fn read_person(&self, claims: Claims) -> Result<Person, Failure> {
        let Claims { subject, name, login, mut rest } = claims;
        let groups = match rest.remove(&self.groups_claim) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(group)) => vec![group],
            Some(claim) => serde_json::from_value(claim)
                .map_err(|_| Failure::Provider(format!("the claim {} is no list of texts", self.groups_claim)))?,
        };
        Ok(Person { issuer: self.issuer.clone(), subject, name, login, groups })
    }

    /// What the provider says about itself, asked for again when that was long ago, or wanted `anew`.
    async fn found(&self, anew: bool) -> Result<Arc<Found>, Failure> {
        let kept = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((since, found)) = kept
            && !anew
            && since.elapsed() < LASTING
        {
            return Ok(found);
        }
        let found = Arc::new(self.discover().await?);
        let kept = Some((Instant::now(), Arc::clone(&found)));
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(found)
    }

    async fn discover(&self) -> Result<Found, Failure> {
        let broken = |error: openidconnect::url::ParseError| Failure::Provider(error.to_string());
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(broken)?;
        let redirect = RedirectUrl::new(self.redirect.clone()).map_err(broken)?;
        let fetch = |request| self.fetch.call(request);
        let metadata = CoreProviderMetadata::discover_async(issuer, &fetch).await;
        let metadata = metadata.map_err(|error| Failure::Provider(told("it says nothing of itself", &error)))?;
        let (client, secret) = (self.client_id.clone(), self.client_secret.clone());
        Ok(Client::from_provider_metadata(metadata, client, Some(secret)).set_redirect_uri(redirect))
    }
}

/// What is of use in an ID token.
struct Claims {
    subject: String,
    name: Option<String>,
    login: Option<String>,
    rest: Map<String, Value>,
}

/// The claims of a token that holds in every respect. Signatures with a shared secret are not taken: the keys are public ones.
fn read(found: &Found, token: &Token, nonce: &Nonce, now: DateTime<Utc>) -> Result<Claims, ClaimsVerificationError> {
    use CoreJwsSigningAlgorithm as Alg;
    let verifier = found.id_token_verifier().set_time_fn(move || now).set_allowed_algs([
        Alg::RsaSsaPkcs1V15Sha256,
        Alg::RsaSsaPkcs1V15Sha384,
        Alg::RsaSsaPkcs1V15Sha512,
        Alg::RsaSsaPssSha256,
        Alg::RsaSsaPssSha384,
        Alg::RsaSsaPssSha512,
        Alg::EcdsaP256Sha256,
        Alg::EcdsaP384Sha384,
        Alg::EdDsa,
    ]);
    let claims = token.claims(&verifier, nonce)?;
    let name = claims.name().and_then(|names| names.get(None)).map(|name| name.to_string());
    Ok(Claims {
        subject: claims.subject().to_string(),
        name,
        login: claims.preferred_username().map(|login| login.to_string()),
        rest: claims.additional_claims().rest.clone(),
    })
}

/// Whether nobody on the way can read or write what is sent there.
pub(crate) fn is_private(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        ("http", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    }
}

/// What went wrong, for the log: with its causes, and not at any length.
fn told(what: &str, error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |cause| cause.source());
    let text = causes.fold(what.to_owned(), |text, cause| format!("{text}: {cause}"));
    text.chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_nobody_can_listen_in_on_are_used() {
        let private = |text: &str| is_private(&Url::parse(text).expect("an address"));
        assert!(
            ["https://id.example.org/x", "http://127.0.0.1:1", "http://[::1]/", "http://localhost:8"]
                .map(private)
                .iter()
                .all(|is| *is)
        );
        for open in
            ["http://id.example.org", "http://localhost.example", "http://10.0.0.1", "ftp://127.0.0.1", "file:///x"]
        {
            assert!(!private(open), "{open}");
        }
    }

    #[test]
    fn what_goes_to_the_log_is_short_and_has_no_secret() {
        let error = std::io::Error::other("x".repeat(1000));
        assert_eq!(told("no token", &error).chars().count(), 400);
        let known = Known { client_secret: "hemligt".into(), ..Known::default() };
        assert!(!format!("{:?}", Provider::new(known)).contains("hemligt"));
    }
}
