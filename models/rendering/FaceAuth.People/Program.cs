using System.CommandLine;
using FaceAuth.People.Measuring;
using FaceAuth.People.Scenes;
using FaceAuth.People.Training;

return await new RootCommand("Renders people who do not exist.")
{
    StillsCommand.Create(), ClipCommand.Create(), MeasureCommand.Create(), PlayCommand.Create(), TrainCommand.Create(),
}.Parse(args).InvokeAsync();
