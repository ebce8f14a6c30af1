using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Pad;

/// <summary>One sitting in front of a camera: of a person, or of an attack.</summary>
/// <param name="Name">Its path below the folder that was given.</param>
/// <param name="Species">Which attack instrument; null for a person.</param>
/// <param name="Pictures">Its pictures in order with the time of each since the first; empty for a clip.</param>
/// <param name="Clip">The clip's path; null for pictures.</param>
internal sealed record PadSession(string Name, string? Species, IReadOnlyList<(PictureItem Picture, double At)> Pictures, string? Clip);
