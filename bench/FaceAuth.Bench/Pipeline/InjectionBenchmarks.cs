using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Injection;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Bench.Pipeline;

/// <summary>What looking for injected video adds to a picture: its cells, and holding them against ten seconds of others.</summary>
[MemoryDiagnoser]
public class InjectionBenchmarks
{
    const int Period = 260;   // longer than what is kept, so that nothing comes again

    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    readonly SceneGrid _grid = new();
    readonly SceneGrid[] _ramp = [.. Enumerable.Range(0, Period).Select(_ => new SceneGrid())];
    readonly StillMachine _still = new();
    readonly RepeatMachine _repeats = new();
    VideoFrame _frame = null!;
    int _number;

    [GlobalSetup]
    public void Setup()
    {
        _frame = NoisePicture.Make(_pool, 640, 480);
        for (var i = 0; i < Period; i++)
        {
            _frame.Y.Fill((byte)(i * 255 / Period));
            _picture.Load(_frame);
            _ramp[i].Take(_picture);
        }

        for (var i = 0; i < 2 * Period; i++) Repeats();
    }

    /// <summary>From the pyramid's level, which the networks have had made already.</summary>
    [Benchmark]
    public void Grid() => _grid.Take(_picture);

    [Benchmark]
    public void Repeats() => _repeats.Handle(Next(), _ramp[_number % Period]);

    [Benchmark]
    public void Still() => _still.Handle(Next(), _ramp[_number % Period]);

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _pool.Dispose();
    }

    TimeSpan Next() => TimeSpan.FromMilliseconds(40) * ++_number;
}
