using FaceAuth.Pipeline.Packs.Download;

namespace FaceAuth.Pipeline.Tests.Packs.Download;

/// <summary>Keeps what a download reported.</summary>
internal sealed class DownloadWatch : IProgress<DownloadProgress>
{
    public List<DownloadProgress> Reports { get; } = [];

    public bool IsWaiting { get; private set; }

    public bool HadTrouble { get; private set; }

    public long Received { get; private set; }

    public void Report(DownloadProgress value)
    {
        Reports.Add(value);
        HadTrouble |= value.Trouble is not null;
        Received = value.Received;
        IsWaiting = value.Trouble is not null;
    }
}
