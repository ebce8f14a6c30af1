using System.CommandLine;
using FaceAuth.People.Filming;
using FaceAuth.People.Measuring;
using FaceAuth.People.Training;
using FaceAuth.Pipeline.Packs;

var command = new RootCommand("Renders people who do not exist.")
{
    StillsCommand.Create(), ClipCommand.Create(), MeasureCommand.Create(), PlayCommand.Create(), TrainCommand.Create(),
};
try
{
    return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception fault) when (fault is ModelException or InvalidOperationException or IOException or UnauthorizedAccessException)
{
    // what a person can mend: models, ffmpeg, a folder; the rest is a bug and shows where it is
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
