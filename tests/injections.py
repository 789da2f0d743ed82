"""Texts that would act, or break a page, if they were taken for markup."""

from __future__ import annotations

__all__ = ["INJECTIONS"]

#: Each sets ``window.hit``, or opens what must stay closed.
INJECTIONS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1' autofocus onfocus='window.hit=1",
    '" onfocus="window.hit=1" autofocus tabindex="1',
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    '<a href="javascript:window.hit=1">more</a>',
    "<!-- --><!--><script>window.hit=1</script>-->",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "{{ cycler.__init__.__globals__ }}{% raw %}{{ 7 * 7 }}",
    "<base href='https://example.invalid/'><link rel=stylesheet href=x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid/'>",
    "<details open ontoggle=window.hit=1><summary>x</summary></details>",
    "</p></div></section></main></body></html><h1>gone</h1>",
    "\u202e<b>\x00\x1b[31m&lt;script&gt;&#60;script&#62;window.hit=1\u2066</b>",
)
