using BenchmarkDotNet.Running;
using FaceAuth.Bench.Media;
using FaceAuth.Bench.Pipeline;

if (args is ["sessions", .. var crowds]) await SessionLoad.RunAsync([.. crowds.Select(int.Parse)]);
else if (args is ["overhead"]) await FrameOverhead.RunAsync();
else if (args is ["receive"]) ReceiveRates.Run();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
