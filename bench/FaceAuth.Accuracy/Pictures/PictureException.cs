namespace FaceAuth.Accuracy.Pictures;

/// <summary>A picture or clip cannot be read; the message names it and says why.</summary>
internal sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);
