"""Recordings are decoded and encoded again, as photos are: the sound is kept and nothing else.

MP3 is what everything plays: WeChat's AMR plays in no browser, Android's WebM on few iPhones.
"""

import io
from collections.abc import Iterator

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

MEDIA_TYPE = "audio/mpeg"
MOST_SECONDS = 30 * 60
"""More takes a server too long; a sentence in `media` says how much that is."""
_RATE, _BITS = 24_000, 48_000
_CODECS = frozenset({"amrnb", "amrwb", "mp3", "mp3float", "aac", "alac", "opus", "vorbis", "flac"})
_PLAIN = ("pcm_", "adpcm_")
"""Of what the library can decode, that which phones and switchboards write."""


class Video(Exception):
    """It has moving pictures."""


class TooLong(Exception):
    """It lasts longer than `MOST_SECONDS`."""


class Broken(Exception):
    """There is no sound in it."""


def make(data: bytes, container: str) -> tuple[bytes, int]:
    """The sound as MP3, and how many seconds it lasts.

    `container`: FFmpeg's name of the format it was found to be. Raises Video, TooLong, Broken.
    """
    try:
        with av.open(io.BytesIO(data), "r", format=container) as source:
            return _encoded(_frames(source))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise Broken from error


def _frames(source: InputContainer) -> Iterator[AudioFrame]:
    """Piece by piece, as one loudspeaker plays it; a piece that is damaged is left out."""
    stream = _sound_of(source)
    resampler = AudioResampler("s16p", "mono", _RATE)
    for packet in source.demux(stream):
        try:
            decoded = packet.decode()
        except av.FFmpegError:
            continue
        for frame in decoded:
            yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _sound_of(source: InputContainer) -> AudioStream:
    if any(not one.disposition & Disposition.attached_pic for one in source.streams.video):
        raise Video
    stream = source.streams.audio[0]
    name = stream.codec_context.name
    if name not in _CODECS and not name.startswith(_PLAIN):
        raise Broken
    return stream


def _encoded(frames: Iterator[AudioFrame]) -> tuple[bytes, int]:
    out, samples = io.BytesIO(), 0
    with av.open(out, "w", format="mp3", options={"id3v2_version": "0"}) as made:
        stream = made.add_stream("libmp3lame", rate=_RATE, layout="mono", bit_rate=_BITS)
        for frame in frames:
            samples += frame.samples
            if samples > MOST_SECONDS * _RATE:
                raise TooLong
            frame.pts = None
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    if not samples:
        raise Broken
    return out.getvalue(), round(samples / _RATE)
