using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Covers;

/// <summary>Something in front of a face.</summary>
internal abstract class Cover
{
    /// <summary>What labels call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it hides something that must be seen.</summary>
    public virtual bool IsObstacle => true;

    /// <summary>Its surfaces at one moment, what light passes through last.</summary>
    public abstract IEnumerable<Surface> Surfaces(Person person, FaceState state);
}
