namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Where photos may lie: for a command wherever its user may read, for a server below Jobs:ImportDirectory.</summary>
/// <param name="IsAnywhere">Whether it is a command.</param>
internal sealed record ImportPlace(bool IsAnywhere)
{
    /// <summary>Whether what the API names may be read, and the results' file written beside it.</summary>
    /// <exception cref="JobException">It may not.</exception>
    public void Check(ImportRequest request, string? directory)
    {
        if (IsAnywhere) return;
        if (directory is null)
            throw new JobException("A server imports from Jobs:ImportDirectory alone, which is not set. Set it, or run: faceauth import");
        if (!IsBelow(request.Path, directory) || !IsBelow(ImportList.ResultsOf(request), directory))
            throw new JobException("What is to be imported does not lie below Jobs:ImportDirectory. Put it there.");
    }

    /// <summary>Whether a photo may be read: a link in the folder must not lead out of it.</summary>
    public bool Holds(string file, string? directory) => IsAnywhere || IsBelow(file, directory!);

    static bool IsBelow(string path, string folder)
    {
        try
        {
            return RealPath.IsBelow(path, folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
