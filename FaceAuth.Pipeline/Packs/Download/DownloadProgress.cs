namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>How far a file has come.</summary>
/// <param name="File">Its name.</param>
/// <param name="Received">Bytes on this machine.</param>
/// <param name="Total">Bytes that the manifest says it has.</param>
/// <param name="Trouble">Why the transfer waits before its next attempt; null while bytes come in.</param>
public readonly record struct DownloadProgress(string File, long Received, long Total, string? Trouble);
