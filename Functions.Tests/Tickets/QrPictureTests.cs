using System.Xml.Linq;
using FsCheck.Xunit;

namespace Esik.Tickets;

public class QrPictureTests
{
    [Property(MaxTest = 10)]
    public void Zbar_reads_the_png(ulong ticket, ushort slotNumber)
    {
        var token = TicketKit.Token(new TicketPayload(7, slotNumber, new TicketId(ticket), 1, 6));

        Assert.Equal(token, QrReader.ReadPng(QrPicture.Of(token).Png()));
    }

    [Fact]
    public void Zbar_reads_the_svg()
    {
        var token = TicketKit.Token();

        Assert.Equal(token, QrReader.ReadSvg(QrPicture.Of(token).Svg()));
    }

    [Fact]
    public void Zbar_reads_a_token_that_begins_with_a_space()
    {
        using var keys = TicketKeys.Read(TicketKeys.CreatePem(), "36", null).Keys!;
        var payload = TicketKit.Payload(keyId: 36);
        var token = TicketToken.Text(payload, keys.Signer.Sign(payload));

        Assert.StartsWith(" ", token, StringComparison.Ordinal);
        Assert.Equal(token, QrReader.ReadPng(QrPicture.Of(token).Png()));
    }

    // A token in byte mode would not fit version 5 at M: 84 bytes at most. So the version proves the alphanumeric mode.
    [Fact]
    public void A_token_takes_version_5_in_alphanumeric_mode()
    {
        using var code = QRCoder.QRCodeGenerator.GenerateQrCode(TicketKit.Token(), QRCoder.QRCodeGenerator.ECCLevel.M);
        Assert.Equal(5, code.Version);
        Assert.Throws<ArgumentOutOfRangeException>(() => QrPicture.Of("http://example.kz"));
    }

    [Fact]
    public void Four_modules_around_the_code_are_white()
    {
        var runs = QrPicture.Of(TicketKit.Token()).Runs().ToList();
        Assert.Equal(4, runs.Min(run => run.X));
        Assert.Equal(4, runs.Min(run => run.Y));
        Assert.Equal(QrPicture.Side - 4, runs.Max(run => run.X + run.Width));
        Assert.Equal(QrPicture.Side - 5, runs.Max(run => run.Y));
    }

    [Fact]
    public void The_svg_has_no_style_and_no_script_and_is_small()
    {
        var picture = QrPicture.Of(TicketKit.Token());
        var elements = XDocument.Parse(picture.Svg()).Descendants().ToList();
        string[] allowed = ["xmlns", "shape-rendering", "width", "height", "viewBox", "fill", "d"];

        Assert.Equal(["svg", "path", "path"], elements.Select(element => element.Name.LocalName));
        Assert.All(elements.SelectMany(element => element.Attributes()), attribute => Assert.Contains(attribute.Name.LocalName, allowed));
        Assert.InRange(picture.Svg().Length, 1000, 10_000);
        Assert.InRange(picture.Png().Length, 300, 3000);
    }
}
