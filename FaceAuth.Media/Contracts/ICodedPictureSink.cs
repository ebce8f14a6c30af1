namespace FaceAuth.Media.Contracts;

/// <summary>
/// A frame sink that implements this too hears of each picture where nothing is decoded, see
/// <see cref="MediaServices.AddFaceAuthMediaUndecoded"/>.
/// </summary>
public interface ICodedPictureSink
{
    /// <summary>A whole picture, in order. Called by one thread at a time, the one that receives; must neither block nor throw.</summary>
    void Offer(in CodedPictureFacts picture);
}
