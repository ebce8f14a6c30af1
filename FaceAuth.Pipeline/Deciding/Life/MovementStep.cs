namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>What a picture said about a movement that was asked for.</summary>
internal enum MovementStep
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The movement was made, there and back.</summary>
    Made,

    /// <summary>Another one was made.</summary>
    Wrong,
}
