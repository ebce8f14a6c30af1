using FaceAuth.People.Covers;
using FaceAuth.People.People;

namespace FaceAuth.People.Scenes;

/// <summary>A person who does something, perhaps with something in front of the face.</summary>
internal sealed record Actor(Person Person, Look Look, Behaviour Behaviour, Cover? Cover = null)
{
    /// <summary>Their surfaces.</summary>
    public Body Body { get; } = new(Person, Look);
}
