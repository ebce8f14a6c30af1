namespace FaceAuth.Store.Contracts;

/// <summary>How many pictures of a session are kept, and until when.</summary>
/// <param name="Count">1 to <see cref="ReviewPicture.Most"/>.</param>
/// <param name="Until">UTC; from then on nobody sees them, and they are deleted.</param>
public sealed record KeptPictures(int Count, DateTimeOffset Until);
