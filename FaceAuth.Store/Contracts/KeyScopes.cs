namespace FaceAuth.Store.Contracts;

/// <summary>What an API key may be used for, beside being a key of its relying party.</summary>
public static class KeyScopes
{
    /// <summary>Create, look at and end sessions.</summary>
    public const string Sessions = "sessions";

    /// <summary>List, look at and erase subjects.</summary>
    public const string Subjects = "subjects";

    /// <summary>Make, fill and delete groups.</summary>
    public const string Groups = "groups";

    /// <summary>Make, change and look at webhooks, and have events sent again.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Sessions, Subjects, Groups, Webhooks];
}
