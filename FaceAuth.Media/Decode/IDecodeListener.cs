namespace FaceAuth.Media.Decode;

/// <summary>What a session hears from its <see cref="DecodeQueue"/>.</summary>
/// <remarks>Called on any thread, perhaps on two at once; must not block or throw.</remarks>
internal interface IDecodeListener
{
    /// <summary>Pictures were dropped or the decoder failed: nothing is decoded until a keyframe comes.</summary>
    /// <param name="isRefused">Whether the decoder could make nothing of a picture, rather than had too many.</param>
    void OnKeyframeNeeded(bool isRefused);

    /// <summary>The first picture came out of the decoder and was offered to the sink.</summary>
    void OnFirstPicture();

    /// <summary>The sink or the decoder broke an invariant; the queue has closed itself.</summary>
    void OnFailed(Exception failure);
}
