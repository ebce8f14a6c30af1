using System.CommandLine;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.People.Training;

/// <summary><c>train</c>: makes the face model from folders of photos, one a person.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var photos = new Option<DirectoryInfo>("--photos")
        {
            Description = "A folder with a folder of photos for each person",
            Required = true,
        };
        var people = new Option<FileInfo>("--people") { Description = "File with the persons' names, one a line", Required = true };
        var models = new Option<DirectoryInfo>("--models") { Description = "Folder with the model files", Required = true };
        var each = new Option<int>("--each") { Description = "Most photos of a person", DefaultValueFactory = _ => 2 };
        var output = new Option<FileInfo>("--out") { Description = "The model to write", Required = true };
        var command = new Command("train", "Makes the face model from photos of many people.") { photos, people, models, each, output };
        command.SetAction(parsed =>
        {
            var paths = File.ReadLines(parsed.GetRequiredValue(people).FullName)
                .Select(name => Path.Combine(parsed.GetRequiredValue(photos).FullName, name)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(parsed.GetValue(each))).ToList();
            using var pack = ModelPack.Load(
                new ModelsOptions { Directory = parsed.GetRequiredValue(models).FullName },
                new InferenceOptions { Provider = InferenceProvider.Cpu });
            var faces = PhotoHarvest.Read(pack, paths).ToList();
            Console.WriteLine($"{faces.Count} of {paths.Count} photos look into the camera");
            var model = FaceModelTrainer.Train(faces, Console.Out);
            using var file = parsed.GetRequiredValue(output).Create();
            model.Write(file);
            Console.WriteLine($"{file.Length} bytes");
        });
        return command;
    }
}
