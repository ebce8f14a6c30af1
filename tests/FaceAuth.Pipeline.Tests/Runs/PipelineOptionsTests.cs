using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Tests.Runs;

public sealed class PipelineOptionsTests
{
    [Fact]
    public void On_a_processor_each_thread_has_a_worker_that_takes_one_picture()
    {
        var options = new PipelineOptions { Threads = 6 }.For(atOnce: 1);

        Assert.Equal(1, options.LargestBatch);
        Assert.Equal(6, options.WorkerCount(options.Embed));
        Assert.Equal(12, options.JobCount);
    }

    [Fact]
    public void On_a_gpu_two_workers_take_as_many_pictures_as_the_models_look_at_in_one_run()
    {
        var options = new PipelineOptions { Threads = 6 }.For(atOnce: 8);

        StageOptions[] stages = [options.Detect, options.Landmarks, options.Quality, options.Obstacle, options.AntiSpoof, options.Embed];
        foreach (var stage in stages)
        {
            Assert.Equal(8, stage.Batch);
            Assert.Equal(2, options.WorkerCount(stage));
        }

        Assert.Equal((1, 1), (options.Decide.Batch, options.WorkerCount(options.Decide)));
        Assert.Equal(16, options.JobCount);
    }

    [Fact]
    public void What_is_set_stays()
    {
        var options = new PipelineOptions
        {
            Embed = new() { Batch = 3, Workers = 5 },
            Detect = new() { Workers = 4 },
            Quality = new() { Batch = 2 },
        }.For(atOnce: 8);

        Assert.Equal((3, 5), (options.Embed.Batch, options.Embed.Workers));
        Assert.Equal((8, 4), (options.Detect.Batch, options.Detect.Workers));
        Assert.Equal((2, 0), (options.Quality.Batch, options.Quality.Workers));
    }
}
