//! The settings about signing in elsewhere, which belong together.

use openidconnect::url::{Host, Url};
use samfin_core::say;

use super::{Config, ConfigError};
use crate::oidc::{Known, Provider, is_private, roles};

impl Config {
    /// The provider that people may sign in at, when there is one. Some of its settings without the others are refused: a
    /// forgotten one would otherwise be seen first when somebody tries to sign in.
    pub fn provider(&self) -> Result<Option<Provider>, ConfigError> {
        let needed = [
            ("oidc_issuer", &self.oidc_issuer),
            ("oidc_client_id", &self.oidc_client_id),
            ("oidc_client_secret", &self.oidc_client_secret),
            ("oidc_roles", &self.oidc_roles),
        ];
        let is_empty = |text: &str| text.trim().is_empty();
        if needed.iter().all(|(_, text)| is_empty(text)) && is_empty(&self.oidc_name) {
            return Ok(None);
        }
        let place = [("public_url", &self.public_url), ("oidc_groups_claim", &self.oidc_groups_claim)];
        if let Some((missing, _)) = needed.iter().chain(&place).find(|(_, text)| is_empty(text)) {
            return Err(ConfigError(say!(
                "{missing} saknas. Inloggning med OpenID Connect behöver oidc_issuer, oidc_client_id, oidc_client_secret, \
                 oidc_roles och public_url.",
                "{missing} is missing. Signing in with OpenID Connect needs oidc_issuer, oidc_client_id, \
                 oidc_client_secret, oidc_roles and public_url."
            )));
        }
        let issuer = self.oidc_issuer.trim();
        address("oidc_issuer", issuer)?;
        let public = address("public_url", self.public_url.trim())?;
        if public.path() != "/" || public.query().is_some() {
            return Err(ConfigError(say!(
                "public_url ska vara en adress utan sökväg, som https://samfin.example.org.",
                "public_url must be an address without a path, as https://samfin.example.org."
            )));
        }
        let name = self.oidc_name.trim();
        Ok(Some(Provider::new(Known {
            issuer: issuer.to_owned(),
            client_id: self.oidc_client_id.trim().to_owned(),
            client_secret: self.oidc_client_secret.clone(),
            name: if name.is_empty() { "OpenID Connect".to_owned() } else { name.to_owned() },
            groups_claim: self.oidc_groups_claim.trim().to_owned(),
            roles: roles::parse(&self.oidc_roles).map_err(ConfigError)?,
            public_url: public.origin().ascii_serialization(),
        })))
    }
}

/// An address that nobody on the way can read or write: HTTPS, or a machine talking to itself.
fn address(key: &'static str, text: &str) -> Result<Url, ConfigError> {
    let own = |url: &Url| !matches!(url.host(), None | Some(Host::Domain(""))) && url.username().is_empty();
    match Url::parse(text) {
        Ok(url) if own(&url) && url.password().is_none() && url.fragment().is_none() && is_private(&url) => Ok(url),
        _ => Err(ConfigError(say!(
            "{key} ska vara en adress som börjar med https:// (http:// bara på den egna maskinen).",
            "{key} must be an address that begins with https:// (http:// only on this machine)."
        ))),
    }
}
