namespace FaceAuth.Store.Contracts;

/// <summary>What a retention run deleted because its time was over.</summary>
/// <param name="Verdicts">Verdicts taken out of their sessions.</param>
/// <param name="Sessions">Sessions.</param>
/// <param name="AuditEntries">Audit entries; what is left still proves itself.</param>
/// <param name="Subjects">Subjects that nobody had used for so long, with all that is theirs.</param>
/// <param name="WaitsForNextRun">
/// Whether subjects were left alone because the last run was too long ago to trust the clock: the next run looks at them.
/// </param>
/// <param name="SignIns">Sign-ins of users that had run out.</param>
/// <param name="AlteredChains">Audit chains that were left as they are, because they were altered in the database.</param>
/// <param name="Pictures">Pictures kept for review.</param>
public sealed record RetentionReport(
    int Verdicts, int Sessions, long AuditEntries, int Subjects, bool WaitsForNextRun, int SignIns = 0, int AlteredChains = 0,
    int Pictures = 0);
