using BenchmarkDotNet.Running;
using FaceAuth.Bench.Media;
using FaceAuth.Bench.Pipeline;

if (args is ["sessions", .. var rest])
    await SessionLoad.RunAsync(
        [.. rest.TakeWhile(size => int.TryParse(size, out _)).Select(int.Parse)], [.. rest.SkipWhile(size => int.TryParse(size, out _))]);
else if (args is ["providers"]) ProviderRates.Run();
else if (args is ["overhead"]) await FrameOverhead.RunAsync();
else if (args is ["receive"]) ReceiveRates.Run();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
