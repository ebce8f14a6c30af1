using System.Globalization;
using BenchmarkDotNet.Running;
using FaceAuth.Bench.Media;
using FaceAuth.Bench.Pipeline;
using FaceAuth.Bench.Store;

if (args is ["sessions", .. var rest])
    await SessionLoad.RunAsync(
        [.. rest.TakeWhile(size => int.TryParse(size, out _)).Select(int.Parse)], [.. rest.SkipWhile(size => int.TryParse(size, out _))]);
else if (args is ["providers"]) ProviderRates.Run();
else if (args is ["overhead"]) await FrameOverhead.RunAsync();
else if (args is ["receive"]) ReceiveRates.Run();
else if (args is ["srtp"]) SrtpRates.Run();
else if (args is ["search", var rows, var probes, .. var index])
    await SearchFigures.RunAsync(
        int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(probes, CultureInfo.InvariantCulture), index is ["hnsw"]);
else if (args is ["load", var templates, "sqlite" or "postgres"])
    await LoadFigures.RunAsync(int.Parse(templates, CultureInfo.InvariantCulture), args[2] == "postgres");
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
