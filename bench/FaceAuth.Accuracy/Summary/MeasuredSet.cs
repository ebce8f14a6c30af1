namespace FaceAuth.Accuracy.Summary;

/// <summary>A set as the operator's list has it. Paths are taken from the list's own folder.</summary>
internal sealed record MeasuredSet
{
    /// <summary>What the page calls it.</summary>
    public string? Name { get; init; }

    /// <summary>people, attacks, covers, blinks or honest.</summary>
    public string? Kind { get; init; }

    /// <summary>People, species, honest people: a folder of folders; blinks: the list of clips.</summary>
    public string? Path { get; init; }

    /// <summary>Sessions of people beside attacks.</summary>
    public string? Live { get; init; }

    /// <summary>Files "path,group", by what their groups are: {"sex": "sex.csv"}.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>File that names the people to take.</summary>
    public string? People { get; init; }

    /// <summary>decision, open or central.</summary>
    public string? Gate { get; init; }

    /// <summary>"3,3": templates, and pictures of a session.</summary>
    public string? Sessions { get; init; }

    /// <summary>File of pairs not to compare.</summary>
    public string? LeaveOut { get; init; }

    /// <summary>Length of a session.</summary>
    public double? Seconds { get; init; }

    /// <summary>Pictures a second.</summary>
    public double? Fps { get; init; }

    /// <summary>Numbers in pictures' names a second.</summary>
    public double? ClipFps { get; init; }

    /// <summary>Challenge policy.</summary>
    public string? Policy { get; init; }

    /// <summary>Finds the person in a session's name.</summary>
    public string? Subject { get; init; }

    /// <summary>A manifest of its own: that of a fusion which was trained without this set.</summary>
    public string? Manifest { get; init; }

    /// <summary>Whether no session is played.</summary>
    public bool PicturesOnly { get; init; }

    /// <summary>Folders of covered faces.</summary>
    public IReadOnlyList<string>? Covered { get; init; }

    /// <summary>Folders of plain faces.</summary>
    public IReadOnlyList<string>? Plain { get; init; }
}
