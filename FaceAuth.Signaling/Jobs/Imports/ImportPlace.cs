namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Where photos may lie: for a command wherever its user may read, for a server below Jobs:ImportDirectory.</summary>
internal sealed record ImportPlace(bool IsAnywhere);
