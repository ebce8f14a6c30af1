using FaceAuth.Labels;

if (args is not [("faces" or "crops" or "time") and var mode, var pack])
{
    Console.Error.WriteLine("usage: FaceAuth.Labels faces|crops|time PACK < pictures [> labels]");
    return 2;
}

using var input = new BufferedStream(Console.OpenStandardInput(), 1 << 20);
using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
using var teacher = new Teacher(pack);
if (mode == "time")
{
    foreach (var (role, time) in teacher.Time(input)) Console.WriteLine($"{role,-10} {time.TotalMilliseconds:0.00} ms");
    return 0;
}

var count = mode == "faces" ? teacher.LabelFaces(input, output) : teacher.LabelCrops(input, output);
Console.Error.WriteLine($"{count} pictures labelled by {pack}");
return 0;
