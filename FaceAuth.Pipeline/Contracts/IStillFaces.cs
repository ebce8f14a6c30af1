namespace FaceAuth.Pipeline.Contracts;

/// <summary>Makes templates of photos, where nobody stands before a camera: no sign of life is asked for.</summary>
public interface IStillFaces
{
    /// <summary>Loads the models once more, for one reader alone, so that sessions wait for none of its work.</summary>
    /// <remarks>It takes a second or so.</remarks>
    /// <exception cref="Packs.ModelException">A model cannot be used; the message says what to do.</exception>
    IStillReader Open();
}
