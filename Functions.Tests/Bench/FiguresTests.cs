using Esik.Bench.Reports;

namespace Esik.Bench.Tests;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_the_middle_value(double[] values, double median) => Assert.Equal(median, Figures.Median(values));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(99.5, 100)]
    [InlineData(100, 100)]
    public void A_percentile_is_a_value_that_so_many_do_not_exceed(double percent, double value) =>
        Assert.Equal(value, Figures.Percentile(Enumerable.Range(1, 100).Reverse().Select(number => (double)number), percent));

    [Fact]
    public void Of_few_values_the_99th_percentile_is_the_largest() => Assert.Equal(3, Figures.Percentile([1, 3, 2], 99));

    [Fact]
    public void Nothing_has_no_median_and_no_percentile()
    {
        Assert.Throws<ArgumentException>(() => Figures.Median([]));
        Assert.Throws<ArgumentException>(() => Figures.Percentile([], 99));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(4.567, "4.57")]
    [InlineData(45.67, "45.7")]
    [InlineData(4567.8, "4,568")]
    public void Numbers_are_shown_with_the_digits_that_they_are_worth(double value, string shown) => Assert.Equal(shown, Numbers.Of(value));
}
