namespace FaceAuth.Pipeline.Packs;

/// <summary>Finds, checks and loads the models that the options name.</summary>
internal interface IFaceModelLoader
{
    /// <summary>Name of the pack.</summary>
    string Pack { get; }

    /// <summary>Loads it; takes a second or so.</summary>
    /// <exception cref="ModelException">A model cannot be used; the message says what to do about it.</exception>
    IFaceModelSource Load();
}
