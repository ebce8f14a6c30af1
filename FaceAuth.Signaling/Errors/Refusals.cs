namespace FaceAuth.Signaling.Errors;

/// <summary>Every refusal there is; docs/refusals.md shows the same, and a test compares the two.</summary>
internal static class Refusals
{
    public static readonly Refusal BadRequest = new("bad_request", 400, "Bad request",
        "The request could not be read. Send JSON with the fields that the API describes.");

    public static readonly Refusal BadUserName = new("bad_user_name", 400, "User name not usable",
        "Choose a user name of 3 to 128 letters from a to z, digits or . _ - @ +; an e-mail address is one too.");

    public static readonly Refusal BadPassword = new("bad_password", 400, "Password not usable",
        "Choose a password of 10 to 256 characters, at least 4 of them different.");

    public static readonly Refusal CommonPassword = new("common_password", 400, "Password easily guessed",
        "That password is among those that are tried first, or little more than your user name or a word of this place. Choose another.");

    public static readonly Refusal BadPurpose = new("bad_purpose", 400, "Unknown purpose", "Set purpose to enroll, verify or identify.");

    public static readonly Refusal BadSubject = new("bad_subject", 400, "Subject not usable",
        "Name the subject with 1 to 128 characters that can be seen, composed (NFC), without blanks around it, / or %2F, and not . or ..; "
        + "for identify leave it out.");

    public static readonly Refusal BadGroup = new("bad_group", 400, "Group not usable",
        "Name the group with 1 to 64 characters that can be seen, composed (NFC), without blanks around it, / or %2F, and not . or .. .");

    public static readonly Refusal GroupNotAllowed = new("group_not_allowed", 400, "No group here",
        "Only identify searches a group: leave group out, or set purpose to identify.");

    public static readonly Refusal BadConsent = new("bad_consent", 400, "Consent not usable",
        "Send consent as {version, language}: the version with 1 to 64 printable ASCII characters, the language, such as en, or nothing.");

    public static readonly Refusal ConsentNotAllowed = new("consent_not_allowed", 400, "No consent here",
        "Consent belongs to enrolling: leave it out, or set purpose to enroll.");

    public static readonly Refusal ConsentRequired = new("consent_required", 400, "Consent needed",
        "Show the person the text that is in force (GET /v1/consent) and let them agree; then send its version in consent.");

    public static readonly Refusal BadNonce = new("bad_nonce", 400, "Nonce not usable",
        "Send a nonce of 8 to 128 printable ASCII characters without spaces, or leave it out.");

    public static readonly Refusal UnknownPolicy = new("unknown_policy", 400, "Unknown policy",
        "Set policy to passive, standard or strict, or leave it out.");

    public static readonly Refusal BadParameters = new("bad_parameters", 400, "Parameters not usable",
        "The job cannot be run with these parameters.");

    public static readonly Refusal BadWebhookUrl = new("bad_webhook_url", 400, "Address not usable",
        "Set url to an https address of at most 2048 characters, without user name and fragment.");

    public static readonly Refusal WebhookAddressRefused = new("webhook_address_refused", 400, "Address not allowed",
        "This server calls no private, local or reserved address. Its operator may allow some: Webhooks:AllowedNetworks.");

    public static readonly Refusal BadWebhookEvents = new("bad_webhook_events", 400, "Unknown events",
        "Set events to some of session.finished, session.reviewed, subject.enrolled, subject.erased and subject.renewal_required, or leave it "
        + "out for all.");

    public static readonly Refusal BadIdempotencyKey = new("bad_idempotency_key", 400, "Idempotency key not usable",
        "Send one Idempotency-Key of 1 to 255 printable ASCII characters, such as a UUID, or none.");

    public static readonly Refusal Unauthorized = new("unauthorized", 401, "Not signed in",
        "Send a user's access token (Authorization: Bearer …) or a relying party's key (X-Api-Key: …).");

    public static readonly Refusal TokenExpired = new("token_expired", 401, "Token expired",
        "The token has run out. Sign in again, or create a new session.");

    public static readonly Refusal TokenInvalid = new("token_invalid", 401, "Token not valid here",
        "The token was not issued for this use by this server. Sign in, or create a session, and use that token.");

    public static readonly Refusal AccountRemoved = new("account_removed", 401, "No such account any more",
        "The account that this token was made for is not there any more. Sign in with another, or make one.");

    public static readonly Refusal ApiKeyInvalid = new("api_key_invalid", 401, "API key not valid",
        "The API key is unknown, revoked or has run out. The command faceauth keys issue NAME makes a new one.");

    public static readonly Refusal OperatorKeyInvalid = new("operator_key_invalid", 401, "Operator's key not valid",
        "This is the operator's: send the key that Operator:Key or Operator:KeyFile sets as X-Operator-Key, or the access token of an "
        + "account that has the role.");

    public static readonly Refusal AccountDisabled = new("account_disabled", 401, "Account disabled",
        "This account was disabled. Ask whoever runs this server to enable it: faceauth accounts enable NAME.");

    public static readonly Refusal ResetLinkInvalid = new("reset_link_invalid", 401, "Link not good any more",
        "The link works once, for an hour, and a newer one ends it. Ask for another.");

    public static readonly Refusal PasskeyFailed = new("passkey_failed", 401, "Passkey not accepted",
        "The passkey is not known here, or its answer was not to this question. Begin again, within 5 minutes, or use your password.");

    public static readonly Refusal LoginFailed = new("login_failed", 401, "Sign-in failed",
        "Name or password is wrong, or there were too many attempts. Check both; after 5 failed attempts each further one has to wait, "
        + "twice as long each time.");

    public static readonly Refusal RefreshFailed = new("refresh_failed", 401, "Refresh failed",
        "The refresh token is not valid any more. Sign in again.");

    public static readonly Refusal WrongPassword = new("wrong_password", 403, "Wrong password",
        "The present password is wrong, or there were too many attempts. Check it; after 5 failed attempts each further one has to wait.");

    public static readonly Refusal AccountNeedsUser = new("account_needs_user", 403, "Only for users",
        "This is about a user's own account: send an access token.");

    public static readonly Refusal AccountOutOfReach = new("account_out_of_reach", 403, "Not for your role",
        "An operator changes users' accounts. Those of auditors, operators and admins are an admin's to change.");

    public static readonly Refusal MailClosed = new("mail_closed", 403, "No mail from here",
        "This server sends no mail. Ask whoever runs it for a link: faceauth accounts reset-link NAME.");

    public static readonly Refusal SignInAgain = new("sign_in_again", 403, "Sign in again",
        "This changes how you sign in, or ends where you are signed in. Sign in again, then do it within 5 minutes.");

    public static readonly Refusal PasskeyNeedsProof = new("passkey_needs_proof", 403, "A passkey needs a proof",
        "A password alone adds no passkey to an account with a face or a passkey. Verify your face with policy standard or strict, or sign "
        + "in with a passkey, then add it within 5 minutes; or ask the operator to let you: faceauth accounts let-enroll NAME.");

    public static readonly Refusal Forbidden = new("forbidden", 403, "Not allowed", "This account may not do that.");

    public static readonly Refusal RegistrationClosed = new("registration_closed", 403, "Registration is closed",
        "Nobody can register here by themselves. Sign in with an account that you have, or ask the server's operator.");

    public static readonly Refusal ForeignPage = new("foreign_page", 403, "Page not known here",
        "The request comes from a page of another origin. Its operator may name that origin in Web:CorsOrigins.");

    public static readonly Refusal PlainSocket = new("plain_socket", 403, "https needed",
        "Open the WebSocket over https (wss). The operator names a proxy that has https in Web:TrustedProxies, or sets Web:PlainSockets.");

    public static readonly Refusal SubjectNotAllowed = new("subject_not_allowed", 403, "Only for yourself",
        "A signed-in user always means themself: leave subject out. Other subjects need a relying party's API key.");

    public static readonly Refusal IdentifyNeedsKey = new("identify_needs_key", 403, "Only for relying parties",
        "Identify searches a relying party's subjects: use its API key. A signed-in user can enroll and verify.");

    public static readonly Refusal GroupsNeedKey = new("groups_need_key", 403, "Only for relying parties",
        "Groups are of a relying party's subjects: use its API key.");

    public static readonly Refusal WebhooksNeedKey = new("webhooks_need_key", 403, "A relying party's key needed",
        "Webhooks are of a relying party: use its API key.");

    public static readonly Refusal SignInsNeedUser = new("sign_ins_need_user", 403, "Only for signed-in users",
        "Sign-ins are a user's: send an access token. A relying party's keys are the operator's to list and to revoke.");

    public static readonly Refusal ScopeMissing = new("scope_missing", 403, "Not for this key",
        "The API key was issued for other things. Use one that has this scope, or issue one: faceauth keys issue NAME --scope SCOPE.");

    public static readonly Refusal PolicyTooMild = new("policy_too_mild", 403, "Policy too mild",
        "This server does not let you choose so mild a policy. Name a stricter one, or leave it out.");

    public static readonly Refusal EnrolNeedsProof = new("enroll_needs_proof", 403, "Another face needs a proof",
        "There was a face of yours here, so a password alone enrolls no other. Verify with the old one, with policy standard or strict, "
        + "erase it and enroll within 5 minutes; or sign in with a passkey first; or ask the operator to let you: "
        + "faceauth accounts let-enroll NAME.");

    public static readonly Refusal FiguresNeedKey = new("figures_need_key", 403, "Only for relying parties",
        "Figures are of a relying party's sessions: use its API key. The operator's key sees all with GET /v1/figures/all.");

    public static readonly Refusal OperatorClosed = new("operator_closed", 403, "Closed to everybody",
        "This is the operator's, and the server knows none: set Operator:KeyFile or Operator:Key, and start it anew; "
        + "or sign in with an account that has the role.");

    public static readonly Refusal NotFound = new("not_found", 404, "Not found", "There is nothing at this address. Check the path.");

    public static readonly Refusal SessionUnknown = new("session_unknown", 404, "No such session",
        "There is no session of that id for this account. Create one with POST /v1/sessions.");

    public static readonly Refusal SubjectUnknown = new("subject_unknown", 404, "No such subject",
        "There is no subject of that name for this account. Enroll it first, or list them with GET /v1/subjects.");

    public static readonly Refusal SignInUnknown = new("sign_in_unknown", 404, "No such sign-in",
        "There is no sign-in of that id for this account. List them with GET /v1/auth/sign-ins.");

    public static readonly Refusal KeyUnknown = new("key_unknown", 404, "No such key",
        "There is no such relying party, or it has no key of that id. List them with GET /v1/relying-parties/{name}/keys.");

    public static readonly Refusal AccountUnknown = new("account_unknown", 404, "No such account",
        "There is no account of that id. List them with GET /v1/accounts.");

    public static readonly Refusal PasskeyUnknown = new("passkey_unknown", 404, "No such passkey",
        "You have no passkey of that id. List them with GET /v1/account/passkeys.");

    public static readonly Refusal GroupUnknown = new("group_unknown", 404, "No such group",
        "There is no group of that name for this relying party. Make it with PUT /v1/groups/{name}, or list them with GET /v1/groups.");

    public static readonly Refusal WebhookUnknown = new("webhook_unknown", 404, "No such webhook",
        "There is no webhook of that id for this relying party. List them with GET /v1/webhooks.");

    public static readonly Refusal DeliveryUnknown = new("delivery_unknown", 404, "No such delivery",
        "There is no delivery of that id for this webhook; the latest 1000 are kept, for 30 days. "
        + "List them with GET /v1/webhooks/{id}/deliveries.");

    public static readonly Refusal JobUnknown = new("job_unknown", 404, "No such job",
        "There is no job of that name. List them with GET /v1/jobs.");

    public static readonly Refusal JobRunUnknown = new("job_run_unknown", 404, "No such run",
        "There is no run of that number for this job; the latest 200 are kept. List them with GET /v1/jobs/{name}/runs.");

    public static readonly Refusal MethodNotAllowed = new("method_not_allowed", 405, "Method not allowed",
        "This address does not take that method. See the Allow header.");

    public static readonly Refusal NameTaken = new("name_taken", 409, "Name taken", "That user name is taken. Choose another, or sign in.");

    public static readonly Refusal LastAdmin = new("last_admin", 409, "The last admin",
        "This is the last admin who can sign in. Give another account the role first; the command faceauth accounts takes it all "
        + "the same.");

    public static readonly Refusal LinkWhileDisabled = new("link_while_disabled", 409, "Account disabled",
        "Nobody signs in to a disabled account, whatever its password. Enable the account, then make the link.");

    public static readonly Refusal TooManyPasskeys = new("too_many_passkeys", 409, "Too many passkeys",
        "You have 16 passkeys, the most there may be. Remove one before adding another.");

    public static readonly Refusal TooManyGroups = new("too_many_groups", 409, "Too many groups",
        "There are 1000 groups, the most there may be. Delete one before making another.");

    public static readonly Refusal TooManyKeys = new("too_many_keys", 409, "Too many keys",
        "There are 32 keys, the most a relying party may hold. Revoke one before issuing another.");

    public static readonly Refusal TooManyWebhooks = new("too_many_webhooks", 409, "Too many webhooks",
        "There are 16 webhooks, the most a relying party may have. Delete one before making another.");

    public static readonly Refusal WebhookOff = new("webhook_off", 409, "Webhook is off",
        "The webhook is off, or as many events wait for it as may. Enable it (PATCH /v1/webhooks/{id}), or see why none is taken.");

    public static readonly Refusal IdempotencyInFlight = new("idempotency_in_flight", 409, "Still being answered",
        "A request with this idempotency key is being answered. Try again in a few seconds.");

    public static readonly Refusal TooManyRuns = new("too_many_runs", 409, "Too many runs wait",
        "As many runs of this job wait as may. Cancel some, or see why none is taken: a server with Jobs:Enabled runs them.");

    public static readonly Refusal JobRunOver = new("job_run_over", 409, "Run is over",
        "The run has ended and cannot be cancelled any more.");

    public static readonly Refusal NotEnrolled = new("not_enrolled", 409, "Not enrolled",
        "There is no face stored to compare with. Create a session with purpose enroll first.");

    public static readonly Refusal EnrollAgain = new("enroll_again", 409, "Enroll again",
        "The recogniser has changed since this face was enrolled. Erase the old one first (DELETE /v1/subjects/{id}), then enroll again; "
        + "the operator may also let services enroll beside it.");

    public static readonly Refusal AlreadyEnrolled = new("already_enrolled", 409, "Already enrolled",
        "Your face is enrolled. Verify with it, or erase it (DELETE /v1/subjects/me) before you enroll again.");

    public static readonly Refusal EnrollmentIncomplete = new("enrollment_incomplete", 409, "Not enrolled yet",
        "The enrollment is not complete. Start one, and send pictures until its status is completed or failed.");

    public static readonly Refusal SessionUsed = new("session_used", 409, "Session token used",
        "This session token has been used; it works once. Create a new session.");

    public static readonly Refusal SessionExpired = new("session_expired", 409, "Session expired",
        "The session waited too long for its offer. Create a new session.");

    public static readonly Refusal SessionEnded = new("session_ended", 409, "Session over",
        "The session has ended and nothing more can happen in it. Create a new session.");

    public static readonly Refusal TooLarge = new("too_large", 413, "Too large",
        "The request or message is larger than this server takes. Send less.");

    public static readonly Refusal UnsupportedMediaType = new("unsupported_media_type", 415, "Not JSON",
        "Send the body as application/json.");

    public static readonly Refusal IdempotencyMismatch = new("idempotency_mismatch", 422, "Key of another request",
        "This idempotency key was sent with another request within the last 24 hours. Use a new one for each request.");

    public static readonly Refusal BadSdp = new("bad_sdp", 422, "Offer not understood",
        "The offer is not SDP that can be answered. Send the browser's own offer unchanged.");

    public static readonly Refusal NoVideo = new("no_video", 422, "Offer without video",
        "The offer sends no video. Add the camera's track to the peer connection before the offer is made.");

    public static readonly Refusal NoCommonCodec = new("no_common_codec", 422, "No common codec",
        "None of the offered video codecs can be decoded here. Offer VP8, H264 (packetization-mode 1), VP9 or AV1.");

    public static readonly Refusal NoFingerprint = new("no_fingerprint", 422, "Offer without fingerprint",
        "The offer lacks a usable DTLS fingerprint. Send the browser's own offer unchanged.");

    public static readonly Refusal NoDataChannel = new("no_data_channel", 422, "Offer without data channel",
        "The offer lacks a data channel. Create one labelled faceauth before the offer is made.");

    public static readonly Refusal TooManyRequests = new("too_many_requests", 429, "Too many requests",
        "That was too often. Wait as long as Retry-After says, then try again.");

    public static readonly Refusal TooManyAttempts = new("too_many_attempts", 429, "Too many attempts",
        "There were too many failed attempts in a row. Wait as long as Retry-After says, then start again; or sign in another way, "
        + "with a password or a passkey, or ask the operator.");

    public static readonly Refusal FaceDisabled = new("face_disabled", 403, "Face switched off",
        "After too many failed attempts in a row the face is switched off here. Sign in another way, with a password or a passkey; then "
        + "the service that you sign in to can switch it on again (POST /v1/subjects/{id}/free), or the operator: faceauth accounts free "
        + "NAME.");

    public static readonly Refusal TooManySessions = new("too_many_sessions", 429, "Too many sessions at once",
        "As many of your sessions are running as may at one time. Leave one of them, or wait until one is over; the token stays good.");

    public static readonly Refusal RelyingPartyBusy = new("relying_party_busy", 429, "Service busy",
        "As many sessions of the service that sent you are running as may at one time. Try again in a few seconds; the token stays good.");

    public static readonly Refusal AddressBusy = new("address_busy", 429, "Too many sessions from here",
        "As many sessions from your network's address are running as may at one time. "
        + "Try again when one of them is over; the token stays good.");

    public static readonly Refusal InternalError = new("internal_error", 500, "Something broke here",
        "The server failed to do this; nothing was decided. Try again; its log says more.");

    public static readonly Refusal NotReady = new("not_ready", 503, "Server not ready",
        "The server cannot analyse video yet. Its operator sees what is missing in its log and at /health/ready.");

    public static readonly Refusal Busy = new("busy", 503, "Server busy",
        "As many sessions as this server takes are running. Try again in a few seconds; the token stays good.");

    public static readonly Refusal ServerStopping = new("server_stopping", 503, "Server stopping",
        "The server is shutting down and takes no new sessions. Try again in a few seconds; where there are several, another takes over.");

    /// <summary>All of them, for the table's test; <see cref="EndRefusals"/> come last.</summary>
    public static IEnumerable<Refusal> All =>
        new[]
        {
            typeof(Refusals), typeof(StoreRefusals), typeof(RequestRefusals), typeof(PictureRefusals), typeof(PageRefusals),
            typeof(ReviewRefusals), typeof(CourseRefusals), typeof(NodeRefusals), typeof(EndRefusals),
        }
            .SelectMany(kind => kind.GetFields()).Select(constant => (Refusal)constant.GetValue(null)!);
}
