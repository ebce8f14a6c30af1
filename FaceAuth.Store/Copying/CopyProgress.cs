namespace FaceAuth.Store.Copying;

/// <summary>How far the copy of one table is.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Done">Rows that are in the destination.</param>
/// <param name="All">Rows of the source.</param>
/// <param name="IsVerified">Whether each row was read back and found equal.</param>
public sealed record CopyProgress(string Table, long Done, long All, bool IsVerified);
