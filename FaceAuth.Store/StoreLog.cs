using FaceAuth.Store.Relational;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store;

/// <summary>Everything the store logs. No embedding, key, name of a person or address appears in any of it.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1, LogLevel.Information, "Store opened: {Path}, {Migrations} migrations applied.")]
    public static partial void Opened(ILogger logger, string path, int migrations);

    [LoggerMessage(2, LogLevel.Warning,
        "A new master key was made: {Path}. Back it up: without it no stored face can be compared or read. In production keep it " +
        "apart from the database (Store:MasterKeyFile or Store:MasterKey).")]
    public static partial void KeyMade(ILogger logger, string path);

    [LoggerMessage(3, LogLevel.Warning, "The master key file {Path} can be read by others than its owner. Run: chmod 600 {Path}")]
    public static partial void KeyReadable(ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Information, "Renewed the templates of {Count} subjects to transform generation {Generation}.")]
    public static partial void Renewed(ILogger logger, int count, int generation);

    [LoggerMessage(5, LogLevel.Error,
        "Template {TemplateId} does not open under its subject's key: changed or damaged. It is not used; enrol the subject again.")]
    public static partial void Damaged(ILogger logger, Guid templateId);

    [LoggerMessage(10, LogLevel.Error,
        "{Kind} row {Row} (subject {SubjectId}) was altered in the database and is not used. If it is a template, have the subject " +
        "enrol again. Find out who can write to the database: the store did not.")]
    public static partial void Altered(ILogger logger, RowKind kind, string row, Guid? subjectId);

    [LoggerMessage(11, LogLevel.Warning,
        "Gave {Templates} templates, {Sessions} sessions and {Entries} audit entries of an earlier version their authenticators. From " +
        "now on a row that is altered from outside is told.")]
    public static partial void Authenticated(ILogger logger, int templates, int sessions, int entries);

    [LoggerMessage(22, LogLevel.Information, "Chained {Entries} audit entries of an earlier version as {Node}.")]
    public static partial void Chained(ILogger logger, int entries, string node);

    [LoggerMessage(23, LogLevel.Information,
        "Audit of {Node} signed through entry {Sequence}, hash {Hash}: checkpoint {Number}, key {KeyId}.")]
    public static partial void Checkpoint(ILogger logger, string node, long sequence, string hash, long number, string keyId);

    [LoggerMessage(24, LogLevel.Warning, "The audit's head could not be signed; it is tried again in its turn. {Why}")]
    public static partial void NoCheckpoint(ILogger logger, string why);

    [LoggerMessage(36, LogLevel.Warning,
        "Gave {Keys} API keys and {Consents} consents of an earlier version their authenticators. From now on one that is altered or " +
        "put there from outside is told, and not used.")]
    public static partial void KeysAuthenticated(ILogger logger, int keys, int consents);

    [LoggerMessage(37, LogLevel.Warning,
        "Gave {SignIns} sign-ins and what {Faces} accounts remember of their faces, of an earlier version, their authenticators. From " +
        "now on one that is altered is told, and not used.")]
    public static partial void SignInsAuthenticated(ILogger logger, int signIns, int faces);

    [LoggerMessage(25, LogLevel.Error,
        "The head of the audit chain {Node} was altered in the database; auditing goes on after entry {Sequence}. Run: faceauth audit " +
        "verify")]
    public static partial void HeadAltered(ILogger logger, string node, long sequence);

    [LoggerMessage(26, LogLevel.Error, "The keys of the database could not be followed: {Problem}")]
    public static partial void FollowFailed(ILogger logger, string problem);

    [LoggerMessage(33, LogLevel.Error, "The database fails; this is said once a minute: {Problem}")]
    public static partial void Failed(ILogger logger, string problem);

    [LoggerMessage(31, LogLevel.Critical, "Nothing can be stored until this is mended, and it is said once: {Problem}")]
    public static partial void NotWritable(ILogger logger, string problem);

    [LoggerMessage(32, LogLevel.Information, "The store can be written again.")]
    public static partial void WritableAgain(ILogger logger);

    [LoggerMessage(27, LogLevel.Error,
        "The audit chain {Node} was altered in the database (entry {Sequence}), and retention leaves it as it is. {Words} " +
        "Run: faceauth audit verify")]
    public static partial void NotTrimmed(ILogger logger, string node, long sequence, string words);

    [LoggerMessage(38, LogLevel.Error,
        "The audit chain {Node} was altered in the database (entry {Sequence}). {Words} Run: faceauth audit verify")]
    public static partial void ChainAltered(ILogger logger, string node, long sequence, string words);

    [LoggerMessage(6, LogLevel.Warning,
        "Erased rows could not be flushed out of the database's log because readers were busy. It is tried again after the next " +
        "erasure and at start.")]
    public static partial void FlushBusy(ILogger logger);

    [LoggerMessage(7, LogLevel.Warning,
        "A search index of {Needed} bytes exceeds Store:SearchMemoryMiB ({Limit} bytes); this owner is searched on disk, slower.")]
    public static partial void SearchedOnDisk(ILogger logger, long needed, long limit);

    [LoggerMessage(8, LogLevel.Debug, "Search index loaded: {Rows} templates, {Bytes} bytes.")]
    public static partial void IndexLoaded(ILogger logger, int rows, long bytes);

    [LoggerMessage(9, LogLevel.Warning,
        "One search index takes {Bytes} of the {Limit} bytes of Store:SearchMemoryMiB. "
        + "Raise it before it no longer fits: then searches are slow.")]
    public static partial void SearchMemoryNearlyFull(ILogger logger, long bytes, long limit);

    [LoggerMessage(12, LogLevel.Information,
        "Other processes changed more templates at once than are followed one by one; search indexes are loaded anew when searched.")]
    public static partial void IndexesDropped(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning,
        "Changes of other processes cannot be read: people enrolled there are not found here until the database answers again.")]
    public static partial void NotFollowed(ILogger logger, Exception fault);

    [LoggerMessage(14, LogLevel.Information, "Changes of other processes are followed again.")]
    public static partial void FollowedAgain(ILogger logger);

    [LoggerMessage(15, LogLevel.Information,
        "Retention: {Verdicts} verdicts, {Sessions} sessions, {Entries} audit entries and {Subjects} unused subjects were deleted; their " +
        "time was over.")]
    public static partial void Retained(ILogger logger, int verdicts, int sessions, long entries, int subjects);

    [LoggerMessage(16, LogLevel.Information,
        "Retention leaves unused subjects alone this time: it has not run for long, or never. If the clock is right, the next run looks " +
        "at them.")]
    public static partial void RetentionWaits(ILogger logger);

    [LoggerMessage(17, LogLevel.Information,
        "Sealed what an earlier version kept in clear: {Subjects} subjects' names, {Accounts} accounts, {Verdicts} verdicts.")]
    public static partial void PersonalSealed(ILogger logger, int subjects, int accounts, int verdicts);

    [LoggerMessage(20, LogLevel.Information, "State is shared with the other nodes over Redis.")]
    public static partial void RedisInUse(ILogger logger);

    [LoggerMessage(21, LogLevel.Warning,
        "Redis is not used ({Why}): this node counts requests alone, and sessions go on. It is used again once it answers.")]
    public static partial void RedisAway(ILogger logger, string why);

    [LoggerMessage(34, LogLevel.Warning,
        "Another node uses the same Redis:Prefix with another signing key: nothing is counted together with it. Give both the same "
        + "Signing:KeyFile, or another Redis:Prefix.")]
    public static partial void RedisHasStranger(ILogger logger);

    [LoggerMessage(30, LogLevel.Warning,
        "A search index differed from the database ({Missing} of {Templates} templates were missing, {Extra} too many) and was dropped; "
        + "it is loaded anew when it is searched.")]
    public static partial void IndexDiffered(ILogger logger, int missing, int templates, int extra);

    [LoggerMessage(31, LogLevel.Warning,
        "A gallery of {Rows} templates is ordered without an index, slowly. Run: faceauth db index --model {Model}")]
    public static partial void SearchedUnindexed(ILogger logger, int rows, string model);

    [LoggerMessage(32, LogLevel.Information, "The search index of {Model} was made anew under the present transform.")]
    public static partial void IndexRenewed(ILogger logger, string model);

    [LoggerMessage(33, LogLevel.Warning, "Search indexes could not be renewed; it is tried again. {Problem}")]
    public static partial void IndexNotRenewed(ILogger logger, string problem);
}
