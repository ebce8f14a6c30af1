namespace FaceAuth.Store.Contracts;

/// <summary>How far sessions are counted.</summary>
/// <param name="Days">Days that this run counted.</param>
/// <param name="Until">Every session that ended before is in the figures.</param>
public sealed record FiguresReport(int Days, DateTimeOffset Until);
