//! The one table of codes: what each problem is called, its status, and what the caller should do.
//!
//! The answers, the pages under `/problems/` and `docs/errors.md` all read it; a test keeps them in step.

use actix_web::http::StatusCode;
use samfin_core::{Code, Text};

use super::advice::advice;

/// What kind of problem an answer reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The service could not take or carry out the request.
    Service(Service),
    /// The content of the request is wrong; the core found it.
    Content(Code),
}

impl From<Service> for Kind {
    fn from(service: Service) -> Self {
        Self::Service(service)
    }
}

impl From<Code> for Kind {
    fn from(code: Code) -> Self {
        Self::Content(code)
    }
}

impl Kind {
    /// Every kind there is: first the service's own, then the core's.
    pub fn all() -> impl Iterator<Item = Self> {
        let service = Service::ALL.iter().copied().map(Self::Service);
        service.chain(Code::ALL.iter().copied().map(Self::Content))
    }

    /// The kind that is written `code`.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::all().find(|kind| kind.code() == code)
    }

    /// The code as programs see it; it never changes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Service(service) => service.row().code,
            Self::Content(code) => code.as_str(),
        }
    }

    /// The status of an answer whose problem this is.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Service(service) => service.row().status,
            Self::Content(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The short title.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Service(service) => Text::new(service.row().sv, service.row().en),
            Self::Content(code) => code.title(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> Text {
        match self {
            Self::Service(service) => Text::new(service.row().do_sv, service.row().do_en),
            Self::Content(code) => advice(code),
        }
    }

    /// Whether this only ever appears among the `warnings` of a result that was calculated.
    #[must_use]
    pub fn is_warning(self) -> bool {
        matches!(
            self,
            Self::Content(
                Code::StaleStatistic
                    | Code::BaseFeeScaled
                    | Code::BoundsScaled
                    | Code::GroupWithoutMembers
                    | Code::UnitTooCoarse
                    | Code::CannotMatchDown
                    | Code::UncoveredShortfall
            )
        )
    }
}

/// One row of the table.
struct Row {
    code: &'static str,
    status: StatusCode,
    sv: &'static str,
    en: &'static str,
    do_sv: &'static str,
    do_en: &'static str,
}

macro_rules! rows {
    ($($variant:ident = $code:literal, $status:ident, $sv:literal, $en:literal, $do_sv:literal, $do_en:literal;)*) => {
        /// The service's own kinds of problem: everything that is not about the content of a calculation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Service { $(#[doc = $en] $variant,)* }

        impl Service {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            fn row(self) -> Row {
                match self { $(Self::$variant => Row {
                    code: $code, status: StatusCode::$status, sv: $sv, en: $en, do_sv: $do_sv, do_en: $do_en,
                },)* }
            }
        }
    };
}

rows! {
    MalformedJson = "malformed-json", BAD_REQUEST, "Inte läsbar JSON", "Not readable JSON",
        "Skicka ett enda JSON-dokument i UTF-8 utan upprepade namn och med högst 128 nivåer. Felet säger var läsningen stannade.",
        "Send one JSON document in UTF-8, without repeated names and at most 128 levels deep. The error says where reading stopped.";
    KeyInvalid = "idempotency-key-invalid", BAD_REQUEST, "Idempotency-Key går inte att använda", "Idempotency-Key cannot be used",
        "Skicka en nyckel på 1–255 tecken i ASCII utan blanksteg, en ny för varje begäran, till exempel ett UUID.",
        "Send a key of 1–255 ASCII characters without spaces, a new one for each request, for example a UUID.";
    Unauthorized = "unauthorized", UNAUTHORIZED, "Okänd avsändare", "Unknown sender",
        "Logga in, eller skicka en nyckel som gäller i huvudet Authorization: Bearer samfin_…. Nycklar skrivs aldrig i adressen.",
        "Sign in, or send a key that is valid in the header Authorization: Bearer samfin_…. Keys never go in the address.";
    Forbidden = "forbidden", FORBIDDEN, "Det får du inte göra", "You may not do this",
        "Be en administratör om en roll som tillåter det. Vilken roll som får göra vad står på /hjalp.",
        "Ask an administrator for a role that allows it. The roles are listed at /hjalp.";
    NotFound = "not-found", NOT_FOUND, "Finns inte", "Not found",
        "Kontrollera adressen och id:t. Listan över adresser finns på /api/docs.",
        "Check the address and the id. The addresses are listed at /api/docs.";
    CrossSite = "csrf-failed", FORBIDDEN, "Formuläret kom inte härifrån", "The form did not come from here",
        "Öppna sidan på nytt och skicka formuläret därifrån. Ingenting har sparats.",
        "Open the page anew and send the form from there. Nothing has been stored.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Metoden går inte att använda här", "Method not allowed here",
        "Använd en av metoderna i huvudet Allow.",
        "Use one of the methods in the Allow header.";
    NotAcceptable = "not-acceptable", NOT_ACCEPTABLE, "Svaret finns inte i den formen", "The answer does not exist in that form",
        "Be om application/json i huvudet Accept, eller utelämna det.",
        "Ask for application/json in the Accept header, or leave it out.";
    RequestTimeout = "request-timeout", REQUEST_TIMEOUT, "Begäran kom för långsamt", "The request arrived too slowly",
        "Skicka om begäran. Hela innehållet måste komma fram inom 30 sekunder.",
        "Send the request again. The whole body must arrive within 30 seconds.";
    InvalidState = "invalid-state", CONFLICT, "Går inte i det här läget", "Not possible in this state",
        "Se vilka steg som är möjliga i listan legal.",
        "See which steps are possible in the list legal.";
    KeyInFlight = "idempotency-key-in-flight", CONFLICT, "Samma begäran pågår", "The same request is under way",
        "Skicka samma begäran igen, med samma nyckel, efter så många sekunder som huvudet Retry-After säger.",
        "Send the same request again, with the same key, after as many seconds as the Retry-After header says.";
    NoAdoptedVersion = "no-adopted-version", CONFLICT, "Ingen antagen version gäller för året", "No adopted version applies to the year",
        "Anta en version av avtalet som gäller den 1 januari, eller ange version i frågan för att räkna på ett utkast.",
        "Adopt a version of the agreement that is valid on 1 January, or name a version in the query to calculate a draft.";
    PreviewStale = "preview-stale", CONFLICT, "Något har ändrats sedan förhandsvisningen", "Something has changed since the preview",
        "Förhandsvisa igen, se vad som skiljer och skicka det nya fingeravtrycket.",
        "Preview it again, see what differs and send the new fingerprint.";
    PreconditionFailed = "precondition-failed", PRECONDITION_FAILED, "Någon annan har ändrat", "Someone else has changed it",
        "Hämta den senaste versionen, gör om ändringen på den och skicka dess ETag i If-Match.",
        "Fetch the latest state, make the change again on top of it and send its ETag in If-Match.";
    PayloadTooLarge = "payload-too-large", PAYLOAD_TOO_LARGE, "För stort innehåll", "Too large",
        "Bankfiler tar högst 20 MiB, beräkningar och andra importer 8 MiB, allt annat 1 MiB. Dela upp innehållet.",
        "Bank files take at most 20 MiB, calculations and other imports 8 MiB, everything else 1 MiB. Send less at a time.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Innehåll av fel sort", "Content of the wrong kind",
        "Skicka innehållet som den sort svaret nämner i huvudet Content-Type, utan komprimering (Content-Encoding).",
        "Send the body as the kind the answer names in the Content-Type header, without compression (Content-Encoding).";
    KeyMissing = "idempotency-key-missing", BAD_REQUEST, "Idempotency-Key saknas", "Idempotency-Key is missing",
        "Skicka huvudet Idempotency-Key med ett eget namn på begäran, till exempel ett UUID, och samma namn om den skickas igen.",
        "Send the header Idempotency-Key with a name of your own for the request, such as a UUID, and the same one if it is sent again.";
    FourEyes = "four-eyes-violation", FORBIDDEN, "Någon annan måste attestera", "Somebody else must attest",
        "Låt en attestant som inte har skrivit underlaget attestera det.",
        "Let an approver who has not written the document attest it.";
    OverLimit = "attestation-limit", FORBIDDEN, "Över din beloppsgräns", "Above your limit",
        "Låt någon med högre gräns attestera, eller be en administratör höja din.",
        "Let somebody with a higher limit attest it, or ask an administrator to raise yours.";
    AttestationMissing = "attestation-missing", CONFLICT, "Attest saknas", "An attestation is missing",
        "Låt en attestant attestera det som underlaget nu säger, och utfärda sedan.",
        "Let an approver attest what the document says now, and issue it then.";
    DetailsMissing = "invoicing-details-missing", CONFLICT, "Uppgifter saknas för fakturering", "Invoicing details are missing",
        "Komplettera det som listan errors nämner hos organisationerna, kalla på nytt och attestera.",
        "Add what the list errors names to the organisations, call again and attest.";
    AccountsMissing = "accounts-missing", CONFLICT, "Konton saknas", "Accounts are missing",
        "Lägg till de konton som listan errors nämner under accounts hos organisationen, och exportera igen.",
        "Add the accounts that the list errors names to the organisation's accounts, and export again.";
    AgreementParked = "agreement-parked", CONFLICT, "Avtalet är parkerat", "The agreement is parked",
        "Låt den som sköter tjänsten köra samfin verify, rätta det som har skadats och köra samfin parked release.",
        "Let whoever runs the service run samfin verify, mend what was damaged and run samfin parked release.";
    DuplicateInvoice = "duplicate-invoice", CONFLICT, "Redan fakturerat", "Invoiced already",
        "Se den första fakturan. Rätta året och kalla på en rättelse, eller kreditera den.",
        "See the first invoice. Correct the year and call a correction, or credit it.";
    InvoiceImmutable = "invoice-immutable", CONFLICT, "Utfärdat ändras inte", "What is issued never changes",
        "Kreditera fakturan med en kreditfaktura och kalla på nytt.",
        "Credit the invoice with a credit note and call again.";
    NoEInvoice = "no-e-invoice", CONFLICT, "Underlaget kan inte bli e-faktura", "The document cannot be an e-invoice",
        "Komplettera organisationen för kommande fakturor. Den här finns som PDF.",
        "Complete the organisation for invoices to come. This one is there as a PDF.";
    CreditExceeds = "credit-exceeds-invoice", UNPROCESSABLE_ENTITY, "Mer än vad som är kvar att kreditera", "More than is left to credit",
        "Kreditera högst det som är kvar av raden och av fakturan.",
        "Credit at most what is left of the line and of the invoice.";
    PaymentExceeds = "payment-exceeds", UNPROCESSABLE_ENTITY, "Mer pengar än det finns", "More money than there is",
        "Ange högst det som felet säger finns kvar.",
        "Give at most what the error says is left.";
    AnotherPayer = "another-payer", UNPROCESSABLE_ENTITY, "Betalningen är någon annans", "The payment is somebody else's",
        "Välj ett underlag för den som har betalat. Betalar den för någon annan: ange for_another_payer.",
        "Choose a document for whoever has paid. If it pays for somebody else, give for_another_payer.";
    DuplicateImport = "duplicate-import", CONFLICT, "Filen är redan inläst", "The file has been imported already",
        "Se den första inläsningen i huvudet Link. Inget har bokförts två gånger.",
        "See the first import in the Link header. Nothing has been booked twice.";
    MissingRate = "missing-reference-rate", CONFLICT, "Referensräntan saknas", "The reference rate is missing",
        "Lägg in referensräntan för halvåret med POST /api/v1/reference-rates.",
        "Enter the reference rate of the half-year with POST /api/v1/reference-rates.";
    KeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "Nyckeln är använd för något annat", "The key was used for something else",
        "Den första begäran gäller som den blev. Välj en ny nyckel för en ny begäran.",
        "The first request stands as it is. Choose a new key for a new request.";
    VersionStart = "version-start", UNPROCESSABLE_ENTITY, "Versionen kan inte börja då", "The version cannot start then",
        "Ett kalenderår räknas med en enda version. Låt valid_from vara en 1 januari efter den föregående versionens start.",
        "A calendar year is calculated with one version. Let valid_from be a 1 January after the start of the version before.";
    ImportRejected = "import-rejected", UNPROCESSABLE_ENTITY, "Importen togs inte emot", "The import was not taken",
        "Inget har sparats. Rätta raderna i listan errors och skicka hela filen igen; med preview=true syns resultatet först.",
        "Nothing was stored. Correct the rows in the list errors and send the whole file again; preview=true shows the outcome first.";
    PreconditionRequired = "precondition-required", PRECONDITION_REQUIRED, "If-Match saknas", "If-Match is missing",
        "Hämta resursen och skicka dess ETag i If-Match, eller If-None-Match: * för att skapa den.",
        "Fetch the resource and send its ETag in If-Match, or If-None-Match: * to create it.";
    TooManyTries = "too-many-tries", TOO_MANY_REQUESTS, "För många försök", "Too many tries",
        "Vänta så många sekunder som huvudet Retry-After säger. Högst 20 misslyckade inloggningar i minuten tas emot för ett konto och från en adress; ingenting låses.",
        "Wait as many seconds as the Retry-After header says. At most 20 failed sign-ins a minute are taken for an account and from an address; nothing is locked.";
    InternalError = "internal-error", INTERNAL_SERVER_ERROR, "Något gick fel hos oss", "Something went wrong on our side",
        "Försök igen. Uppge request_id för den som sköter tjänsten om felet består.",
        "Try again. Give request_id to whoever runs the service if it keeps happening.";
    ServiceUnavailable = "service-unavailable", SERVICE_UNAVAILABLE, "Tjänsten är inte tillgänglig just nu", "The service is not available right now",
        "Försök igen efter så många sekunder som huvudet Retry-After säger.",
        "Try again after as many seconds as the Retry-After header says.";
    OutcomeUnknown = "outcome-unknown", SERVICE_UNAVAILABLE, "Okänt om ändringen sparades", "It is not known whether the change was stored",
        "Skicka samma begäran igen med samma Idempotency-Key: den utförs en enda gång. Utan nyckel: läs först om ändringen finns där.",
        "Send the same request again with the same Idempotency-Key: it is carried out once. Without a key, read first whether the change is there.";
}
