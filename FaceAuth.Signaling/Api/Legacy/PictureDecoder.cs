using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Decodes clients' pictures, as many at a time as there are processors. Safe from many threads.</summary>
internal sealed class PictureDecoder(IPictureReader pictures, IOptions<LegacyOptions> options) : IDisposable
{
    readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>The frame, which the caller disposes or passes on; or what is wrong with the file.</summary>
    public async Task<Outcome<VideoFrame>> DecodeAsync(byte[] file, CancellationToken cancellation)
    {
        if (file.Length > options.Value.MaxPictureBytes) return Refusals.TooLarge;
        await _turns.WaitAsync(cancellation);
        try
        {
            var flaw = pictures.Read(file, options.Value.MaxPicturePixels, out var frame);
            return frame is not null ? frame : flaw switch
            {
                null => Refusals.Busy,
                PictureFlaw.BadSize => PictureRefusals.PictureSize,
                _ => PictureRefusals.NotAPicture,
            };
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
