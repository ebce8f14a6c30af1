using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>Where the whole coded pictures of one session go. Dispose it when the session ends. Safe from many threads.</summary>
internal interface IPictureQueue : IDisposable
{
    /// <summary>Pictures decoded.</summary>
    long FramesDecoded { get; }

    /// <summary>Pictures dropped here.</summary>
    long FramesDropped { get; }

    /// <summary>Takes a picture and its ownership; never blocks.</summary>
    void Enqueue(CodedPicture picture);
}
