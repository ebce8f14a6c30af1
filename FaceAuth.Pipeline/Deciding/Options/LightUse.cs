namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>What a policy makes of the light that the page's surround throws on the face.</summary>
internal enum LightUse
{
    /// <summary>The surround stays as it is.</summary>
    Off,

    /// <summary>It takes colours, and the relying party is told whether the face showed them; nothing depends on it.</summary>
    Ask,

    /// <summary>The face must show them.</summary>
    Need,
}
