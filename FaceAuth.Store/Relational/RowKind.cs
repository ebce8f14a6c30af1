namespace FaceAuth.Store.Relational;

/// <summary>Which rows tell whether they were altered; each kind has a key of its own.</summary>
internal enum RowKind
{
    Template,
    Session,
    Audit,
    GroupMember,

    /// <summary>The head of a node's audit chain.</summary>
    AuditNode,

    AuditCheckpoint,

    /// <summary>The order that a run of a job carries out.</summary>
    JobRun,

    /// <summary>A subject's sealed name.</summary>
    Subject,

    /// <summary>An account: its sealed name, and what decides who signs in to it.</summary>
    Account,

    /// <summary>An account's passkey.</summary>
    Passkey,

    /// <summary>An endpoint's sealed terms.</summary>
    Webhook,

    /// <summary>What an endpoint is told, sealed.</summary>
    WebhookDelivery,

    /// <summary>A count of failed attempts with a face.</summary>
    FaceAttempt,

    /// <summary>A relying party's API key.</summary>
    ApiKey,

    /// <summary>What a subject agreed to.</summary>
    Consent,

    /// <summary>What an account remembers of its user's face.</summary>
    AccountFace,

    /// <summary>A sign-in.</summary>
    SignIn,

    /// <summary>How far an audit chain was checked.</summary>
    AuditPoint,

    /// <summary>What was written down of a row that was found altered.</summary>
    Altered,

    /// <summary>A review of a decided session.</summary>
    Review,

    /// <summary>A session's sealed course.</summary>
    Course,

    /// <summary>A picture of a decided session, sealed.</summary>
    ReviewPicture,

    /// <summary>The attempt that another node may take back for a session.</summary>
    SessionPlace,
}
