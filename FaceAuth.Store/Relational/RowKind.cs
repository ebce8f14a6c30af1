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

    /// <summary>An account's sealed name.</summary>
    Account,
}
