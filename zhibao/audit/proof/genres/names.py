"""Invented names for the reports: cities, schools, companies, majors; none is meant to be a real one."""

import random

CITIES = "青岚 云泽 临澜 海陵川 江屏 望溪 南浔岭 北岱 东莱湾 清渠 澄岭 栖霞岭".split()
DISTRICTS = "城东 高新 滨河 白鹭 松湖 梅岭".split()
COUNTIES = "安屏 永澜 兴溪 长岱 定川 平岭 丰渠 宁泽".split()
SCHOOLS = "工程职业技术学校 第二职业技术学校 机电职业学校 工贸职业技术学校 理工中等专业学校".split()
FIRMS = "澜科精密制造有限公司 岱岳智能装备股份有限公司 云启电子科技有限公司 禾川食品集团有限公司".split()
DEPARTMENTS = "机电工程系 信息技术系 财经商贸系 旅游烹饪系 艺术设计系 汽车工程系 学前教育系".split()
MAJORS = (
    "数控技术应用 机电技术应用 汽车运用与维修 电子商务 会计事务 "
    "计算机应用 幼儿保育 中餐烹饪 建筑工程施工 物流服务与管理"
).split()
PEOPLE = "陈立诚 林秋禾 周晓岚 黄启明 梁思远 何佳宁".split()
PINYIN = "gczx jdxx gmzx lgzz zyxx".split()


def several(rnd: random.Random, names: list[str], low: int, high: int) -> list[str]:
    """Return some of the names, in their order."""
    chosen = set(rnd.sample(names, rnd.randint(low, high)))
    return [name for name in names if name in chosen]
