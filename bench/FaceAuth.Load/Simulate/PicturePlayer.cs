using System.Security.Cryptography;
using System.Threading.Channels;
using FaceAuth.Load.Clips;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Simulate;

/// <summary>Sends a clip's pictures to a client at their times, until the clip ends or the run is over.</summary>
internal sealed class PicturePlayer(ChannelReader<ClipPicture> pictures, IMediaClient client, SentPictures sent, TimeProvider clock)
{
    /// <summary>Plays.</summary>
    /// <exception cref="ClipException">ffmpeg failed on the way.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var schedule = new PictureSchedule((uint)RandomNumberGenerator.GetInt32(int.MaxValue));
        await foreach (var picture in pictures.ReadAllAsync(cancellation))
        {
            if (!schedule.TryPlace(picture, client.KeyframeWanted, Now, out var scheduled)) continue;
            var wait = scheduled.DueAt - Now;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation);
            if (client.TrySendPicture(picture.Vp8, scheduled.RtpTimestamp)) sent.Add(scheduled.RtpTimestamp, picture.Vp8.Length, Now);
        }
    }

    TimeSpan Now => clock.GetElapsedTime(0);
}
