namespace FaceAuth.Accuracy.Data;

/// <summary>A picture to look at.</summary>
/// <param name="Name">How it is named in errors and in the journal: its path below the folder that was given.</param>
/// <param name="Path">Where it is.</param>
internal readonly record struct PictureItem(string Name, string Path);
