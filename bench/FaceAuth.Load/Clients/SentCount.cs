using FaceAuth.Load.Measuring;

namespace FaceAuth.Load.Clients;

/// <summary>Counts the pictures of a <see cref="PictureWindow"/> as they are sent. Safe from many threads.</summary>
internal sealed class SentCount
{
    PictureWindow _window = PictureWindow.None;
    long _count;

    /// <summary>Pictures of the window that were sent.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins anew, with a window that has not begun yet.</summary>
    public void Mark(PictureWindow window)
    {
        Volatile.Write(ref _window, PictureWindow.None);
        Interlocked.Exchange(ref _count, 0);
        Volatile.Write(ref _window, window);
    }

    /// <summary>A picture was sent.</summary>
    public void Add(uint timestamp)
    {
        if (Volatile.Read(ref _window).Contains(timestamp)) Interlocked.Increment(ref _count);
    }
}
