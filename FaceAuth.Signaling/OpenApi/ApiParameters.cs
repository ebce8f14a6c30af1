using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>Parameters that many operations have; one that means something else bears a <see cref="FieldAttribute"/> of its own.</summary>
internal static class ApiParameters
{
    const string Name = @"^[^/\u0000-\u001f\u007f]+$";

    static readonly Dictionary<string, FieldAttribute> Known = new(StringComparer.Ordinal)
    {
        ["count"] = new("How many at most.") { Least = 1, Most = 200 },
        ["after"] = new("The `next` of the page before; left out for the first.") { Most = 128 },
        ["from"] = new("The first day, UTC."),
        ["to"] = new("The last day, UTC."),
        ["id"] = new("Its id."),
        ["delivery"] = new("The delivery's id."),
        ["name"] = new("Its name.") { Least = 1, Most = 128, Pattern = Name },
        ["externalId"] = new("The subject's name; a signed-in user's own is `me`.") { Least = 1, Most = 128, Pattern = Name },
    };

    static readonly FieldAttribute GroupName = new("The group's name.") { Least = 1, Most = IGroupStore.MostName, Pattern = Name };

    /// <summary>What is said of a parameter of that name below a path; null where nothing is.</summary>
    public static FieldAttribute? Usual(string? path, string name) =>
        name == "name" && path?.StartsWith("v1/groups/", StringComparison.Ordinal) is true ? GroupName : Known.GetValueOrDefault(name);
}
