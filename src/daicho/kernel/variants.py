# SPDX-License-Identifier: Apache-2.0
"""Variant characters (異体字) common in names, each with the form it is compared by.

A hand-made table of frequent name characters, for comparison only; the written name is never
changed by it. The whole reduction map of the standard characters (MJ縮退マップ) is not shipped.
"""

from __future__ import annotations

# base first, its variants after it
_GROUPS = """
辺邊邉边 高髙 崎﨑嵜碕㟢 斎齋斉齊 沢澤 広廣 国國囯圀 桜櫻 島嶋嶌㠀 浜濱濵 富冨
真眞 竜龍 滝瀧 条條 栄榮 恵惠 徳德㥁 蔵藏 黒黑 渋澁澀 関關 鉄鐵銕 総總惣
学學斈 会會 実實 寿壽 円圓 亀龜 斌彬 曽曾 増增 徴徵 瀬瀨 頼賴 頬頰 静靜
清淸 青靑 浄淨 録錄 緑綠 縁緣 薫薰 勲勳 熏燻 塩鹽 駅驛 訳譯 択擇 釈釋
弁辨瓣辯 万萬 与與 予豫 仏佛 仮假 伝傳 体體 余餘 党黨 児兒 両兩 写寫 処處
剣劍劔劒剱 励勵 労勞 勧勸 区區 医醫 双雙 収收 号號 呉吳 吉𠮷 営營 団團 囲圍
図圖 圧壓 壮壯 声聲 売賣 変變 奥奧 奨奬獎 宝寶寳 宮宫 専專 将將 尭堯 岡崗
岳嶽 峡峽 峰峯 巌巖巗 帯帶 庁廳 弥彌 弾彈 当當 従從 応應 恒恆 悦悅 戸戶
戻戾 払拂 抜拔 拝拜 拡擴 挙擧 掲揭 摂攝 数數 断斷 昼晝 時时 暁曉 杉椙 来來
松枩柗 栃杤 梅楳 検檢 楽樂 横橫 檜桧 権權 歓歡 歩步 歳歲 歴歷 毎每 気氣
沖冲 浅淺 涙淚 渓溪谿 済濟 満滿 温溫 湾灣 為爲 焔焰 状狀 独獨 猪豬 獣獸
瑠璢 瑶瑤 産產 由畄 留畱 畝畒 畳疊 発發 皐皋 県縣 研硏 砿礦 礼禮 禄祿 称稱
稲稻 穂穗 穣穰 穏穩 窓窗 竈竃 粋粹 糸絲 紘絋 経經 絵繪 継繼 続續 緒緖 縄繩
繊纖 翠翆 聡聰 脇脅 臓臟 舎舍 船舩 芦蘆 花芲 荘莊 萌萠 園薗 藤籐 藪薮 虎乕
虫蟲 蛍螢 衛衞 装裝 裏裡 覚覺 覧覽 観觀 触觸 誉譽 説說 譲讓 豊豐 賛贊 賢贒
遥遙 郎郞 郷鄕 酔醉 醸釀 釜釡 銭錢 鋭銳 鎮鎭 鑑鑒 閑閒 陥陷 隠隱 隣鄰 雑雜
霊靈 顔顏 顕顯 風凬 駆驅 髪髮 鴎鷗 鶏鷄 鶴靏靍 麦麥 黄黃 黙默 帰歸 旧舊
拠據 焼燒 狭狹 禅禪 禰祢 竪豎 粛肅 綿緜 肇肈 随隨 秋秌穐 敍叙敘 凜凛 晋晉
桑桒 淵渕渊 彦彥 祇祗 館舘 檪櫟 槙槇 迪廸 橋槗 喜㐂憙 魚𩵋 圭珪 涼凉 聴聽
鯵鰺 諌諫 賎賤 蝋蠟 醤醬 灯燈
""".split()  # noqa: SIM905  # a block of text reads best


def _build() -> dict[str, str]:
    """Variant to base."""
    return {variant: group[0] for group in _GROUPS for variant in group[1:]}


VARIANTS = _build()
