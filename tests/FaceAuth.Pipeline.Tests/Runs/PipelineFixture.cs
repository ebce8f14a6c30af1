using System.Diagnostics.Metrics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing.FakeModels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>A pipeline on made-up models, with a clock that the test moves and a frame pool that tells leaks.</summary>
/// <remarks>The store is the real SQLite one, in front of which a test can put a faulty one.</remarks>
internal sealed class PipelineFixture : IAsyncDisposable
{
    public const string Owner = "rp:test";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-pipeline-").FullName;
    readonly ServiceProvider _services;
    VirtualThreads? _virtual;

    PipelineFixture(PipelineOptions options, DecisionOptions decision, Func<ITemplateStore, ITemplateStore>? wrap, int virtualThreads)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Directory"] = _folder }).Build();
        _services = new ServiceCollection().AddLogging().AddMetrics().AddFaceAuthStore(configuration)
            .AddSingleton<PipelineMetrics>().BuildServiceProvider();
        var store = _services.GetRequiredService<ITemplateStore>();
        Pipeline = new AuthPipeline(
            Models.Loader, wrap?.Invoke(store) ?? store, _services.GetRequiredService<ISubjectStore>(), Options.Create(decision),
            Options.Create(options), _services.GetRequiredService<PipelineMetrics>(), Clock, NullLogger<AuthPipeline>.Instance)
        {
            Drive = virtualThreads == 0
                ? null
                : machine => _virtual = new VirtualThreads(machine, Models, Clock, virtualThreads, options.LargestBatch),
        };
    }

    /// <summary>The threads on virtual time, when asked for.</summary>
    public VirtualThreads Threads => _virtual ?? throw new InvalidOperationException("The pipeline runs on real threads.");

    public FakeModelPack Models { get; } = new();

    public FakeTimeProvider Clock { get; } = new() { AutoAdvanceAmount = TimeSpan.Zero };

    public VideoFramePool Frames { get; } = new(limit: 256, kept: 4);

    public AuthPipeline Pipeline { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public ISessionStore Sessions => _services.GetRequiredService<ISessionStore>();

    public ITemplateStore Templates => _services.GetRequiredService<ITemplateStore>();

    /// <summary>Looks at every picture and scores it, so that pictures can be counted.</summary>
    public static DecisionOptions EveryPicture { get; } =
        new() { WatchEvery = TimeSpan.Zero, LookEvery = TimeSpan.Zero, CountEvery = TimeSpan.Zero };

    public static async Task<PipelineFixture> StartAsync(
        PipelineOptions? options = null, Func<ITemplateStore, ITemplateStore>? wrap = null, Exception? loadFault = null,
        DecisionOptions? decision = null, int virtualThreads = 0)
    {
        var fixture = new PipelineFixture(
            options ?? new PipelineOptions { Threads = 2 }, decision ?? EveryPicture, wrap, virtualThreads);
        fixture.Models.LoadFault = loadFault;
        await fixture._services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        await fixture.Pipeline.StartAsync(default);
        return fixture;
    }

    /// <summary>A new subject; with templates of <paramref name="person"/> unless that is null.</summary>
    public async Task<Guid> SubjectAsync(int? person = 1)
    {
        var subject = await _services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(Owner, Guid.NewGuid().ToString(), default);
        if (person is not { } who) return subject.Id;
        var vector = new float[FakeModelPack.Length];
        vector[who] = 1;
        await Templates.AddAsync(subject.Id, [new FaceTemplate(Models.TemplateModel, vector, 0.9f)], default);
        return subject.Id;
    }

    /// <summary>Opens a run that must be admitted.</summary>
    public async Task<Sitting> OpenAsync(
        SessionPurpose purpose, Guid? subject = null, string policy = "passive", Guid? session = null, int pictures = 0)
    {
        var admission = await Pipeline.OpenAsync(
            new AuthRequest(session ?? Guid.NewGuid(), Owner, purpose, subject, policy) { Pictures = pictures }, default);
        Assert.Null(admission.Refusal);
        return new Sitting(this, (AuthRun)admission.Run!);
    }

    /// <summary>Waits until <paramref name="pictures"/> have come as far as detection.</summary>
    public Task SeenAsync(int pictures) => UntilAsync(() => Models.Seen.Count >= pictures);

    /// <summary>Waits until no picture of a run is under way or waiting.</summary>
    public Task SettleAsync(Sitting sitting) => UntilAsync(() =>
    {
        var stats = sitting.Run.Snapshot();
        return stats.Analysed + stats.DroppedByReason.Values.Sum() == stats.FramesIn && Frames.Out == 0;
    });

    public async ValueTask DisposeAsync()
    {
        Models.Free();
        // what is under way comes to its end
        if (_virtual is { } threads) threads.AdvanceTo(Clock.GetElapsedTime(0) + TimeSpan.FromSeconds(1));
        await Pipeline.DisposeAsync();
        Assert.Equal([], Frames.Leaks());
        Assert.Equal(0, Frames.Out);
        Frames.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // other threads do the work: look again until it is done; real time passes only where a test fails
    static async Task UntilAsync(Func<bool> done)
    {
        for (var started = System.Diagnostics.Stopwatch.StartNew(); !done(); await Task.Yield())
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), "It never came to that.");
    }
}
